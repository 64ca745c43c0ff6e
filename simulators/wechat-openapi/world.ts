import type { Book } from './book';
import type { EventSender } from './events';
import type { Faults } from './faults';
import type { FindPayment } from './payments';

/** The switches of a running simulator. */
export interface Settings {
  /** A payment is known to the shipping service so long after it was made; the page says within a minute. */
  appearAfterMs: number;
  /** From confirming to settling. */
  settleAfterMs: number;
  /** How an upload of what is known already is refused; which, the page does not say. */
  repeat: 'nothingChanged' | 'alreadyShipped';
  /** The most parcels: the older text says 10, the newer 15. */
  maxParcels: number;
}

/** Templates of subscribe messages with their fields. */
export type Templates = Readonly<Record<string, readonly string[]>>;

/** Everything a running simulator consists of. */
export interface World {
  readonly appid: string;
  readonly mchid: string;
  readonly nowMs: () => number;
  readonly book: Book;
  readonly payment: FindPayment;
  readonly settings: Settings;
  readonly templates: Templates;
  readonly events: EventSender;
  readonly faults: Faults;
}
