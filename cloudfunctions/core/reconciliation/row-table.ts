import type { BilledRefundState, RowKind } from './facts';

/** What the table keeps of one row. */
export interface TableRow {
  readonly kind: RowKind;
  /** The number it is found by. */
  readonly number: string;
  /** What else has to agree: a text, and whose it is. */
  readonly identity: string;
  readonly party: number;
  readonly amountMinor: number;
  /** Seconds since the day began. */
  readonly second: number;
  readonly refundState: BilledRefundState | null;
  /** Of another shop: nobody looks for it. */
  readonly foreign: boolean;
  /** Worth a second look, whatever is found. */
  readonly suspicious: boolean;
}

/** What lies side by side of one row: whoever looks at one word has the others in the same line of the cache. */
const WIDTH = 5;
const LOW = 0;
const HIGH = 1;
const AMOUNT = 2;
const IDENTITY = 3;
const INFO = 4;

const SECOND_BITS = 17;
const SECOND_MASK = (1 << SECOND_BITS) - 1;
const STATE_SHIFT = SECOND_BITS;
const STATE_MASK = 0b111;
const KIND_SHIFT = STATE_SHIFT + 3;
const KIND_MASK = 0b11;
const FOREIGN = 1 << 22;
const SUSPICIOUS = 1 << 23;
const TWICE = 1 << 24;
const DIFFERS = 1 << 25;
const SEEN = 1 << 26;

const STATES: readonly BilledRefundState[] = ['succeeded', 'processing', 'closed', 'abnormal', 'other'];
const STATE_CODE: Record<BilledRefundState, number> = {
  succeeded: 0,
  processing: 1,
  closed: 2,
  abnormal: 3,
  other: 4,
};
const KIND_CODE: Record<RowKind, number> = { payment: 0, refund: 1, revoked: 2 };
/** Amounts from here on are one: no order of ours reaches it. */
const MANY = 0xffff_ffff;
const SECONDS_OF_DAY = 86_401;

/**
 * A day's rows in so little room that a million of them fit into 42 MB, and always in the same: of each row a hash of
 * 64 bits of its number, its amount, a hash of 32 bits of what else has to agree, and its time to the second. It only
 * says which rows need a second look; whoever judges one reads it again in full. When more rows come than fit, it
 * keeps the earliest: `limitSecond` then says which are left for a next reading.
 */
export class RowTable {
  private readonly cells: Uint32Array;
  private readonly mask: number;
  private readonly maxRows: number;
  private readonly seed: number;
  private readonly hash = { low: 0, high: 0 };
  private count = 0;
  private limit = SECONDS_OF_DAY;

  /** `seed`: any number; of another one, another pair of numbers would collide. */
  constructor({ maxRows, seed }: { readonly maxRows: number; readonly seed: number }) {
    // At most half full, so that a search ends after a slot or two.
    const slots = 2 ** Math.ceil(Math.log2(Math.max(2, maxRows * 2)));
    this.mask = slots - 1;
    this.maxRows = maxRows;
    this.seed = seed;
    this.cells = new Uint32Array(slots * WIDTH);
  }

  /** Rows of this second of the day and later ones may be missing. */
  get limitSecond(): number {
    return this.limit;
  }

  /** How many rows it holds. */
  get rows(): number {
    return this.count;
  }

  /** Keeps a row; of two with one number the first, marked as repeated. */
  add(row: TableRow): void {
    if (row.second >= this.limit) return;
    const slot = this.slotOf(row.kind, row.number);
    if (this.isTaken(slot)) {
      this.mark(slot, TWICE);
      return;
    }
    this.put(slot, LOW, this.hash.low);
    this.put(slot, HIGH, this.hash.high);
    this.put(slot, AMOUNT, Math.min(row.amountMinor, MANY));
    this.put(slot, IDENTITY, this.identityOf(row.identity, row.party));
    const info =
      row.second |
      (STATE_CODE[row.refundState ?? 'other'] << STATE_SHIFT) |
      (KIND_CODE[row.kind] << KIND_SHIFT) |
      (row.foreign ? FOREIGN : 0) |
      (row.suspicious ? SUSPICIOUS : 0);
    this.put(slot, INFO, info);
    this.count += 1;
    if (this.count > this.maxRows) this.keepEarliest();
  }

  /** Finds the row of one of ours: its place, or -1. */
  find(kind: RowKind, number: string): number {
    const slot = this.slotOf(kind, number);
    return this.isTaken(slot) ? slot : -1;
  }

  /** Whether amount and identity of a row that was found are these. */
  agrees(slot: number, amountMinor: number, identity: string, party: number): boolean {
    return (
      this.get(slot, AMOUNT) === amountMinor && this.get(slot, IDENTITY) === this.identityOf(identity, party)
    );
  }

  /** The state of a refund's row that was found. */
  refundStateAt(slot: number): BilledRefundState {
    return STATES[(this.get(slot, INFO) >>> STATE_SHIFT) & STATE_MASK] ?? 'other';
  }

  /** Notes that ours was found, and whether both agree. */
  see(slot: number, agrees: boolean): void {
    this.mark(slot, agrees ? SEEN : SEEN | DIFFERS);
  }

  /**
   * Whether a row needs a second look: nobody has seen it although its time has come, or something about it was
   * noted. `fromSecond` and `toSecond` tell between which its kind was looked for.
   */
  isOpen(kind: RowKind, number: string, between: { readonly from: number; readonly to: number }): boolean {
    const slot = this.slotOf(kind, number);
    if (!this.isTaken(slot)) return false;
    return this.opens(this.get(slot, INFO), between);
  }

  /** Whether a row came twice. */
  cameTwice(kind: RowKind, number: string): boolean {
    const slot = this.slotOf(kind, number);
    return this.isTaken(slot) && (this.get(slot, INFO) & TWICE) !== 0;
  }

  /** How many rows of a kind need a second look. */
  countOpen(kind: RowKind, between: { readonly from: number; readonly to: number }): number {
    const wanted = KIND_CODE[kind];
    let open = 0;
    for (let slot = 0; slot <= this.mask; slot += 1) {
      if (!this.isTaken(slot)) continue;
      const info = this.get(slot, INFO);
      if (((info >>> KIND_SHIFT) & KIND_MASK) === wanted && this.opens(info, between)) open += 1;
    }
    return open;
  }

  private opens(info: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
    const second = info & SECOND_MASK;
    if (second < from || second >= to) return false;
    if ((info & (SUSPICIOUS | TWICE | DIFFERS)) !== 0) return true;
    return (info & (SEEN | FOREIGN)) === 0;
  }

  private identityOf(identity: string, party: number): number {
    return hashText(identity, this.seed + party, this.hash).low;
  }

  private get(slot: number, word: number): number {
    return this.cells[slot * WIDTH + word] ?? 0;
  }

  private put(slot: number, word: number, value: number): void {
    this.cells[slot * WIDTH + word] = value;
  }

  private mark(slot: number, bits: number): void {
    this.put(slot, INFO, this.get(slot, INFO) | bits);
  }

  private isTaken(slot: number): boolean {
    return this.get(slot, HIGH) !== 0;
  }

  /** Where a row is, or would be; leaves its hash in `hash`. */
  private slotOf(kind: RowKind, number: string): number {
    const wanted = KIND_CODE[kind];
    const { low, high } = hashText(number, this.seed, this.hash);
    let slot = low & this.mask;
    while (this.isTaken(slot) && !this.holds(slot, low, high, wanted)) slot = (slot + 1) & this.mask;
    return slot;
  }

  private holds(slot: number, low: number, high: number, kind: number): boolean {
    const held = (this.get(slot, INFO) >>> KIND_SHIFT) & KIND_MASK;
    return this.get(slot, LOW) === low && this.get(slot, HIGH) === high && held === kind;
  }

  /** Gives up the later half of the rows. */
  private keepEarliest(): void {
    const perSecond = new Uint32Array(SECONDS_OF_DAY);
    for (let slot = 0; slot <= this.mask; slot += 1) {
      const second = this.get(slot, INFO) & SECOND_MASK;
      if (this.isTaken(slot)) perSecond[second] = (perSecond[second] ?? 0) + 1;
    }
    let kept = 0;
    let limit = 0;
    while (limit < SECONDS_OF_DAY && kept + (perSecond[limit] ?? 0) <= this.maxRows / 2) {
      kept += perSecond[limit] ?? 0;
      limit += 1;
    }
    if (kept === 0) throw new RangeError(`more than ${this.maxRows / 2} rows in one second`);
    this.limit = limit;
    this.dropLate();
  }

  /** Moves what stays into its place again: a search must find no gap on its way. */
  private dropLate(): void {
    const kept = new Uint32Array(this.maxRows * WIDTH);
    this.count = 0;
    for (let slot = 0; slot <= this.mask; slot += 1) {
      if (!this.isTaken(slot) || (this.get(slot, INFO) & SECOND_MASK) >= this.limit) continue;
      kept.set(this.cells.subarray(slot * WIDTH, (slot + 1) * WIDTH), this.count * WIDTH);
      this.count += 1;
    }
    this.cells.fill(0);
    for (let row = 0; row < this.count; row += 1) {
      const words = kept.subarray(row * WIDTH, (row + 1) * WIDTH);
      let slot = (words[LOW] ?? 0) & this.mask;
      while (this.isTaken(slot)) slot = (slot + 1) & this.mask;
      this.cells.set(words, slot * WIDTH);
    }
  }
}

/** Two halves of a hash of 64 bits, never both zero. Into the same object each time: rows come by the million. */
function hashText(
  text: string,
  seed: number,
  into: { low: number; high: number },
): { readonly low: number; readonly high: number } {
  let low = Math.imul(0xdead_beef ^ seed, 0x9e37_79b1);
  let high = Math.imul(0x41c6_ce57 ^ seed, 0x5f35_6495);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x9e37_79b1);
    high = Math.imul(high ^ unit, 0x5f35_6495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85eb_ca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2_ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85eb_ca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2_ae35);
  into.low = low >>> 0;
  into.high = high >>> 0 || 1;
  return into;
}
