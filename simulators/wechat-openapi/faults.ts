import { randomUUID } from 'node:crypto';
import * as v from 'valibot';

/** What can be planted. `replyLost` acts and then says nothing; `notReached` does neither. */
export const FaultRule = v.strictObject({
  kind: v.picklist(['replyLost', 'notReached', 'errcode', 'delay', 'loseEvent', 'repeatEvent']),
  /** Path of an interface, e.g. `/wxa/sec/order/upload_shipping_info`; all when absent. */
  endpoint: v.optional(v.string()),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  errcode: v.optional(v.pipe(v.number(), v.integer()), -1),
  delay_ms: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60_000)), 100),
});

/** A planted fault. */
export type Fault = v.InferOutput<typeof FaultRule> & { readonly id: string };

/** Faults by kind and place, each worn out after so many strikes. */
export interface Faults {
  readonly plant: (rule: v.InferOutput<typeof FaultRule>) => string;
  /** The first fault of one of these kinds that strikes here; it is used up by one. */
  readonly strike: (kinds: readonly Fault['kind'][], endpoint: string) => Fault | null;
  readonly list: () => readonly Fault[];
  readonly clear: () => void;
}

/** An empty registry. */
export function createFaults(): Faults {
  let planted: readonly Fault[] = [];
  return {
    plant: (rule) => {
      const id = randomUUID();
      planted = [...planted, { ...rule, id }];
      return id;
    },
    strike: (kinds, endpoint) => {
      const found = planted.find(
        (one) => kinds.includes(one.kind) && (one.endpoint === undefined || one.endpoint === endpoint),
      );
      if (found === undefined) return null;
      planted = planted.flatMap((one) => {
        if (one !== found) return [one];
        return one.times > 1 ? [{ ...one, times: one.times - 1 }] : [];
      });
      return found;
    },
    list: () => planted,
    clear: () => {
      planted = [];
    },
  };
}
