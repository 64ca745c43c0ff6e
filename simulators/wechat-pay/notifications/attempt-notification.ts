import { faultOf } from '../faults/fault';
import type { FaultSpec } from '../faults/fault';
import { signatureFlaw } from '../faults/fault-registry';
import { pause } from '../faults/pause';
import type { KeyStore } from '../keys/key-store';
import { signatureHeaders } from '../protocol/signature-headers';
import { UPPER_HEX } from '../seeded-random';
import type { SeededRandom } from '../seeded-random';
import type { Settings } from '../settings';
import type { Variations } from '../variations';
import { composeNotification, withAmount } from './compose-notification';
import type { NotificationRecord, SendOutcome } from './notification-record';
import type { RawPoster } from './post-raw';

export interface AttemptDeps {
  readonly keys: KeyStore;
  readonly random: SeededRandom;
  readonly variations: Variations;
  readonly settings: Settings;
  readonly poster: RawPoster;
  readonly nowMs: () => number;
  /** Aborted when the simulator closes: nothing waits any longer. */
  readonly stopping: AbortSignal;
}

/** One attempt to deliver, with a fresh timestamp, nonce and signature, and shaped by the struck faults. */
export async function attemptNotification(
  record: NotificationRecord,
  faults: readonly FaultSpec[],
  deps: AttemptDeps,
): Promise<SendOutcome> {
  const delay = faultOf(faults, 'delay');
  if (delay !== undefined) await pause(delay.delay_ms, deps.stopping);
  const drop = faultOf(faults, 'drop');
  if (drop?.act === false) return { kind: 'failed', reason: 'fault: connection dropped before sending' };
  const status = faultOf(faults, 'status');
  if (status?.act === false)
    return { kind: 'answered', status: status.status, body: `fault: ${status.code}` };

  const wrongAmount = faultOf(faults, 'wrongAmount');
  const plaintext = wrongAmount === undefined ? undefined : withAmount(record.plaintext, wrongAmount.total);
  const body = composeNotification(record, deps.keys.apiV3Key, plaintext);
  const outcome = await deps.poster.post(record.url, await headersFor(body, faults, deps), body);
  if (drop !== undefined) return { kind: 'failed', reason: 'fault: the answer was dropped' };
  return status === undefined
    ? outcome
    : { kind: 'answered', status: status.status, body: `fault: ${status.code}` };
}

async function headersFor(
  body: string,
  faults: readonly FaultSpec[],
  deps: AttemptDeps,
): Promise<Record<string, string>> {
  const { keys, random, variations } = deps;
  const { signingKeys } = deps.settings;
  const signer = signingKeys === 'both' ? variations.pick('callbackSigner') : signingKeys;
  const byPlatform = signer === 'platformCertificate';
  const key = byPlatform ? keys.currentPlatformCertificate() : keys.publicKey;
  const signed = await signatureHeaders({ key, body, nowMs: deps.nowMs(), flaw: signatureFlaw(faults) });
  if (variations.pick('callbackSignatureType') === 'absent') delete signed['Wechatpay-Signature-Type'];
  return {
    'Content-Type': 'application/json',
    Accept: '*/*',
    'User-Agent': 'Mozilla/4.0',
    'Request-ID': `${random.text('requestId', 40, UPPER_HEX)}-0`,
    ...signed,
  };
}
