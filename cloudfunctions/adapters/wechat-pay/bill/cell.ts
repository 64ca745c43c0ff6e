/** What a cell without a readable number gives. */
export const UNREADABLE: number = NaN;

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const PERCENT = 0x25;
const DASH = 0x2d;
const COLON = 0x3a;
const SPACE = 0x20;

/** 0 to 9, or more for what is no digit. */
function digit(byte: number | undefined): number {
  return ((byte ?? 0) - ZERO) >>> 0;
}

/** An integer of `decimals` decimals as one of `places`; UNREADABLE when digits that are not zero would be lost. */
function rescale(value: number, decimals: number, places: number): number {
  let scaled = value;
  for (let missing = places - decimals; missing > 0; missing -= 1) scaled *= 10;
  for (let extra = decimals - places; extra > 0; extra -= 1) {
    if (scaled % 10 !== 0) return UNREADABLE;
    scaled /= 10;
  }
  return scaled;
}

/**
 * Reads a decimal number as an integer of its `places`-th decimal: `12.3` with 2 places is 1230. It never passes
 * through a fraction. UNREADABLE for anything else, also when further decimals are not zero or an integer is not exact.
 */
export function readDecimal(bytes: Uint8Array, from: number, to: number, places: number): number {
  const first = bytes[from] === MINUS ? from + 1 : from;
  let value = 0;
  let dot = to;
  for (let at = first; at < to; at += 1) {
    const next = digit(bytes[at]);
    if (next <= 9) value = value * 10 + next;
    else if (bytes[at] === DOT && dot === to && at > first && at + 1 < to) dot = at;
    else return UNREADABLE;
  }
  if (first >= to || value > Number.MAX_SAFE_INTEGER) return UNREADABLE;
  const decimals = dot === to ? 0 : to - dot - 1;
  const scaled = decimals === places ? value : rescale(value, decimals, places);
  if (scaled > Number.MAX_SAFE_INTEGER) return UNREADABLE;
  // Subtracting instead of negating: no -0.
  return first > from ? 0 - scaled : scaled;
}

/** Reads yuan as fen. UNREADABLE when negative. */
export function readFen(bytes: Uint8Array, from: number, to: number): number {
  return bytes[from] === MINUS ? UNREADABLE : readDecimal(bytes, from, to, 2);
}

/** Reads a percentage as millionths: `0.60%` is 6000. */
export function readPpm(bytes: Uint8Array, from: number, to: number): number {
  return bytes[to - 1] === PERCENT ? readDecimal(bytes, from, to - 1, 4) : UNREADABLE;
}

/** Two digits as a number; -1 for anything else. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = digit(bytes[at]);
  const ones = digit(bytes[at + 1]);
  return tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

/** Days from 1970-01-01 to a date, counted in years that begin with March so that the leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const from = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  return from * 365 + leapDays + dayOfYear - 719_468;
}

function yearAt(bytes: Uint8Array, from: number): number {
  return twoDigits(bytes, from) * 10 * 10 + twoDigits(bytes, from + 2);
}

function isDay(bytes: Uint8Array, from: number): boolean {
  if (bytes[from + 4] !== DASH || bytes[from + 7] !== DASH) return false;
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  if (twoDigits(bytes, from) < 19 || twoDigits(bytes, from + 2) < 0) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(yearAt(bytes, from), month);
}

/** Bytes of `2019-02-19 01:51:59`. */
const TIME_BYTES = 19;

function below(limit: number, value: number): boolean {
  return value >= 0 && value < limit;
}

/** Whether it is `yyyy-MM-dd HH:mm:ss`, and a moment that exists. */
export function isBeijingTime(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== TIME_BYTES || bytes[from + 10] !== SPACE) return false;
  if (bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return false;
  const hourExists = below(24, twoDigits(bytes, from + 11));
  const minuteExists = below(60, twoDigits(bytes, from + 14));
  return hourExists && minuteExists && below(60, twoDigits(bytes, from + 17)) && isDay(bytes, from);
}

/** Reads `yyyy-MM-dd HH:mm:ss` of Beijing (UTC+8, no summer time) as milliseconds since 1970. */
export function readBeijingTime(bytes: Uint8Array, from: number, to: number): number {
  if (!isBeijingTime(bytes, from, to)) return UNREADABLE;
  const day = daysSince1970(yearAt(bytes, from), twoDigits(bytes, from + 5), twoDigits(bytes, from + 8));
  const hour = day * 24 + twoDigits(bytes, from + 11) - 8;
  const minute = hour * 60 + twoDigits(bytes, from + 14);
  return (minute * 60 + twoDigits(bytes, from + 17)) * 1000;
}

/** Whether a cell is exactly this word. */
export function cellIs(bytes: Uint8Array, from: number, to: number, word: Uint8Array): boolean {
  if (to - from !== word.length) return false;
  for (let at = 0; at < word.length; at += 1) if (bytes[from + at] !== word[at]) return false;
  return true;
}
