import type { SimulatedClock } from './clock';
import type { FaultRegistry } from './faults/fault-registry';
import type { KeyStore } from './keys/key-store';
import type { Ledger } from './ledger';
import type { NotificationSender } from './notifications/notification-sender';
import type { RateMeter } from './protocol/rate-limits';
import type { RefundClerk } from './refunds/refund-clerk';
import type { SeededRandom } from './seeded-random';
import type { Settings } from './settings';
import type { Variations } from './variations';

/** Everything a running simulator consists of. */
export interface World {
  /** Where clients reach the simulator; known once it listens. */
  readonly baseUrl: () => string;
  readonly keys: KeyStore;
  readonly clock: SimulatedClock;
  readonly random: SeededRandom;
  readonly variations: Variations;
  readonly ledger: Ledger;
  readonly faults: FaultRegistry;
  readonly sender: NotificationSender;
  readonly refundClerk: RefundClerk;
  readonly settings: Settings;
  readonly rateMeter: RateMeter;
  readonly log: (line: string) => void;
}
