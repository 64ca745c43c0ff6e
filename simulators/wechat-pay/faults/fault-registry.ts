import type { SignatureFlaw } from '../protocol/signature-headers';
import type { SeededRandom } from '../seeded-random';
import { faultOf } from './fault';
import type { FaultSpec, FaultTarget } from './fault';

export interface PlantedFault {
  readonly id: string;
  readonly spec: FaultSpec;
  readonly timesLeft: number;
}

/** The faults waiting to strike. Kept in memory: a restart forgets them. */
export interface FaultRegistry {
  plant(spec: FaultSpec): PlantedFault;
  list(): readonly PlantedFault[];
  remove(id: string): boolean;
  clear(): void;
  /**
   * Takes the faults that strike now, using up one time of each. `subject` tells requests apart:
   * WeChat Pay does not probe the repeat of a request it has just probed.
   */
  strike(target: Exclude<FaultTarget, '*'>, subject: string): readonly FaultSpec[];
}

export function createFaultRegistry(random: SeededRandom): FaultRegistry {
  let planted: readonly PlantedFault[] = [];
  let lastId = 0;
  let lastProbed: string | undefined;
  const strikes = ({ spec }: PlantedFault, target: FaultTarget, subject: string): boolean => {
    const aimed = spec.endpoint === target || (spec.endpoint === '*' && target !== 'notifications');
    if (!aimed) return false;
    if (spec.rate === 1) return true;
    if (spec.kind === 'signatureProbe' && lastProbed === subject) return false;
    return random.fraction(`fault:${spec.kind}`) < spec.rate;
  };
  return {
    plant(spec) {
      lastId += 1;
      const fault: PlantedFault = { id: `fault-${lastId}`, spec, timesLeft: spec.times };
      planted = [...planted, fault];
      return fault;
    },
    list: () => planted,
    remove(id) {
      const kept = planted.filter((fault) => fault.id !== id);
      const found = kept.length < planted.length;
      planted = kept;
      return found;
    },
    clear() {
      planted = [];
      lastProbed = undefined;
    },
    strike(target, subject) {
      if (planted.length === 0) return [];
      const struck = planted.filter((fault) => strikes(fault, target, subject));
      if (struck.length === 0) return [];
      planted = planted
        .map((fault) => (struck.includes(fault) ? { ...fault, timesLeft: fault.timesLeft - 1 } : fault))
        .filter(({ timesLeft }) => timesLeft > 0);
      const specs = struck.map(({ spec }) => spec);
      if (faultOf(specs, 'signatureProbe') !== undefined) lastProbed = subject;
      return specs;
    },
  };
}

/** The flaw the struck faults put on a signature, if any. */
export function signatureFlaw(faults: readonly FaultSpec[]): SignatureFlaw | undefined {
  const probe = faultOf(faults, 'signatureProbe');
  if (probe !== undefined) return { kind: 'signatureProbe', decodable: probe.decodable };
  const wrongSerial = faultOf(faults, 'wrongSerial');
  if (wrongSerial !== undefined) return { kind: 'wrongSerial', serial: wrongSerial.serial };
  return faultOf(faults, 'badSignature') === undefined ? undefined : { kind: 'badSignature' };
}
