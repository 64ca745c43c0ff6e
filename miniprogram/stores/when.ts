const BEIJING_MS = 8 * 60 * 60 * 1000;

function beijing(at: string): string {
  return new Date(Date.parse(at) + BEIJING_MS).toISOString();
}

/** A time of the server as the shop's clock showed it: `2026-11-21 16:08`. */
export function timeText(at: string): string {
  return beijing(at).slice(0, 16).replace('T', ' ');
}

/** Its day: `2026-11-21`. */
export function dayText(at: string): string {
  return beijing(at).slice(0, 10);
}

/** The month the shop's clock shows: `2026-11`. */
export function thisMonth(nowMs: number): string {
  return new Date(nowMs + BEIJING_MS).toISOString().slice(0, 7);
}
