import type { BilledRefundState, RowKind } from './facts';

/** What the table keeps of one row. */
export interface TableRow {
  readonly kind: RowKind;
  /** The number it is found by. */
  readonly number: string;
  /** What else has to agree, as one text. */
  readonly identity: string;
  readonly amountMinor: number;
  /** Seconds since the day began. */
  readonly second: number;
  readonly refundState: BilledRefundState | null;
  /** Of another shop: nobody looks for it. */
  readonly foreign: boolean;
  /** Worth a second look, whatever is found. */
  readonly suspicious: boolean;
}

/** What is known of a row that was found. */
export interface FoundRow {
  readonly slot: number;
  readonly refundState: BilledRefundState;
  readonly agrees: boolean;
}

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
const KINDS: readonly RowKind[] = ['payment', 'refund', 'revoked'];
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
  private readonly low: Uint32Array;
  private readonly high: Uint32Array;
  private readonly amounts: Uint32Array;
  private readonly identities: Uint32Array;
  private readonly info: Uint32Array;
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
    this.low = new Uint32Array(slots);
    this.high = new Uint32Array(slots);
    this.amounts = new Uint32Array(slots);
    this.identities = new Uint32Array(slots);
    this.info = new Uint32Array(slots);
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
    this.low[slot] = this.hash.low;
    this.high[slot] = this.hash.high;
    this.amounts[slot] = Math.min(row.amountMinor, MANY);
    this.identities[slot] = hashText(row.identity, this.seed, this.hash).low;
    this.info[slot] =
      row.second |
      (Math.max(0, STATES.indexOf(row.refundState ?? 'other')) << STATE_SHIFT) |
      (KINDS.indexOf(row.kind) << KIND_SHIFT) |
      (row.foreign ? FOREIGN : 0) |
      (row.suspicious ? SUSPICIOUS : 0);
    this.count += 1;
    if (this.count > this.maxRows) this.keepEarliest();
  }

  /** Finds the row of one of ours, and whether amount and identity agree. */
  find(kind: RowKind, number: string, amountMinor: number, identity: string): FoundRow | null {
    const slot = this.slotOf(kind, number);
    if (!this.isTaken(slot)) return null;
    const agrees =
      this.amounts[slot] === amountMinor &&
      this.identities[slot] === hashText(identity, this.seed, this.hash).low;
    const state = ((this.info[slot] ?? 0) >>> STATE_SHIFT) & STATE_MASK;
    return { slot, refundState: STATES[state] ?? 'other', agrees };
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
    return this.opens(this.info[slot] ?? 0, between);
  }

  /** Whether a row came twice. */
  cameTwice(kind: RowKind, number: string): boolean {
    const slot = this.slotOf(kind, number);
    return this.isTaken(slot) && ((this.info[slot] ?? 0) & TWICE) !== 0;
  }

  /** How many rows of a kind need a second look. */
  countOpen(kind: RowKind, between: { readonly from: number; readonly to: number }): number {
    const wanted = KINDS.indexOf(kind);
    let open = 0;
    for (let slot = 0; slot <= this.mask; slot += 1) {
      if (!this.isTaken(slot)) continue;
      const info = this.info[slot] ?? 0;
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

  private mark(slot: number, bits: number): void {
    this.info[slot] = (this.info[slot] ?? 0) | bits;
  }

  private isTaken(slot: number): boolean {
    return this.low[slot] !== 0 || this.high[slot] !== 0;
  }

  /** Where a row is, or would be; leaves its hash in `hash`. */
  private slotOf(kind: RowKind, number: string): number {
    const wanted = KINDS.indexOf(kind);
    const { low, high } = hashText(number, this.seed, this.hash);
    let slot = low & this.mask;
    while (this.isTaken(slot) && !this.holds(slot, low, high, wanted)) slot = (slot + 1) & this.mask;
    return slot;
  }

  private holds(slot: number, low: number, high: number, kind: number): boolean {
    const held = ((this.info[slot] ?? 0) >>> KIND_SHIFT) & KIND_MASK;
    return this.low[slot] === low && this.high[slot] === high && held === kind;
  }

  /** Gives up the later half of the rows. */
  private keepEarliest(): void {
    const perSecond = new Uint32Array(SECONDS_OF_DAY);
    for (let slot = 0; slot <= this.mask; slot += 1) {
      const second = (this.info[slot] ?? 0) & SECOND_MASK;
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
    const { columns } = this;
    const width = columns.length;
    const kept = new Uint32Array(this.maxRows * width);
    this.count = 0;
    for (let slot = 0; slot <= this.mask; slot += 1) {
      if (this.isTaken(slot) && ((this.info[slot] ?? 0) & SECOND_MASK) < this.limit) {
        for (let column = 0; column < width; column += 1)
          kept[this.count * width + column] = columns[column]?.[slot] ?? 0;
        this.count += 1;
      }
    }
    for (const column of columns) column.fill(0);
    for (let row = 0; row < this.count; row += 1) {
      let slot = (kept[row * width] ?? 0) & this.mask;
      while (this.isTaken(slot)) slot = (slot + 1) & this.mask;
      for (const [index, column] of columns.entries()) column[slot] = kept[row * width + index] ?? 0;
    }
  }

  private get columns(): readonly Uint32Array[] {
    return [this.low, this.high, this.amounts, this.identities, this.info];
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
