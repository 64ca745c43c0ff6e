import type { Hono } from 'hono';
import * as v from 'valibot';
import { PUBLISHED_RATE_LIMITS, RATE_NAMES, rateWindow } from '../protocol/rate-limits';
import { MERCHANT_STATES, SIGNING_KEYS } from '../settings';
import { VARIATIONS } from '../variations';
import type { World } from '../world';
import { answerError, readControlBody } from './control-error';
import { showSettings } from './show-state';

/** A year: no refund takes longer. */
const MAX_DELAY_SECONDS = 31_536_000;

const SettingsRequest = v.strictObject({
  notifications: v.optional(v.picklist(['ladder', 'atOnce'])),
  sign_errors: v.optional(v.boolean()),
  signing_keys: v.optional(v.picklist(SIGNING_KEYS)),
  merchant_state: v.optional(v.picklist(MERCHANT_STATES)),
  rate_limits: v.optional(
    v.union([
      v.picklist(['off', 'published']),
      v.record(v.picklist(RATE_NAMES), v.pipe(v.number(), v.integer(), v.minValue(1))),
    ]),
  ),
  refund_delay_seconds: v.optional(
    v.union([v.literal('seeded'), v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_DELAY_SECONDS))]),
  ),
  bill_ready: v.optional(
    v.union([
      v.literal('seeded'),
      v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'bill_ready must be HH:mm')),
    ]),
  ),
  variations: v.optional(v.record(v.string(), v.string())),
});

export function addSettingsRoutes(routes: Hono, world: World): void {
  const show = (): object => ({
    ...showSettings(world),
    rate_windows: Object.fromEntries(RATE_NAMES.map((name) => [name, rateWindow(name)])),
    variations: { possible: VARIATIONS, pinned: world.variations.pinned() },
  });
  routes.get('/settings', (c) => c.json(show()));
  routes.post('/settings', async (c) => {
    const body = await readControlBody(c, SettingsRequest);
    if (body.kind === 'error') return answerError(c, body.error);
    const { variations } = body.value;
    const unknown = Object.entries(variations ?? {}).find(
      ([name, value]) => !world.variations.knows(name, value),
    );
    if (unknown !== undefined) {
      const todo = 'GET /__sim/settings lists the variations and their values';
      const what = `no variation ${unknown[0]} has the value ${unknown[1]}`;
      const where = `variations.${unknown[0]}`;
      return answerError(c, { status: 400, code: 'BAD_INPUT', what, where, todo });
    }
    turn(body.value, world);
    return c.json(show());
  });
}

function turn(wish: v.InferOutput<typeof SettingsRequest>, { settings, variations }: World): void {
  if (wish.notifications !== undefined) settings.notifications = wish.notifications;
  if (wish.sign_errors !== undefined) settings.signErrors = wish.sign_errors;
  if (wish.signing_keys !== undefined) settings.signingKeys = wish.signing_keys;
  if (wish.merchant_state !== undefined) settings.merchantState = wish.merchant_state;
  if (wish.variations !== undefined) variations.pinOnly(wish.variations);
  const { refund_delay_seconds: refundDelay, bill_ready: billReady } = wish;
  if (refundDelay !== undefined)
    settings.refundDelayMs = refundDelay === 'seeded' ? refundDelay : Math.round(refundDelay * 1000);
  if (billReady !== undefined) settings.billReadyMs = billReady === 'seeded' ? billReady : msOfDay(billReady);
  const { rate_limits: limits } = wish;
  if (limits === undefined) return;
  if (typeof limits === 'string') settings.rateLimits = limits === 'off' ? {} : PUBLISHED_RATE_LIMITS;
  else settings.rateLimits = limits;
}

/** `HH:mm` as milliseconds after midnight. */
function msOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
