/** How far the world's clock is ahead of this computer's; 0 until the world has told. */
let offsetMs = 0;

/** The time everything in this world goes by, in milliseconds. */
export function worldNowMs(): number {
  return Date.now() + offsetMs;
}

/** Takes what the world says its time is. */
export function learnWorldNow(nowMs: number): void {
  offsetMs = nowMs - Date.now();
}
