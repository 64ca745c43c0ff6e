import type { Clock } from '../../ports/clock';

/** The host's own clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };
