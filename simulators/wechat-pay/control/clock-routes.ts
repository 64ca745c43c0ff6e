import type { Hono } from 'hono';
import * as v from 'valibot';
import { parseRfc3339 } from '../checks/rfc3339';
import type { TimeTravel } from '../time-travel';
import type { World } from '../world';
import { answerError, readControlBody } from './control-error';
import type { ControlError, ControlResult } from './control-error';
import { showClock } from './show-state';

/** A hundred years at once: more is a slip of the pen. */
const MAX_ADVANCE_MS = 3_155_760_000_000;

/** Times are written with four digits for the year. */
const LAST_MOMENT_MS = Date.UTC(9_999, 11, 31);

const ClockRequest = v.strictObject({
  advance_seconds: v.optional(v.pipe(v.number(), v.minValue(0))),
  now: v.optional(
    v.pipe(
      v.union([v.number(), v.string()]),
      v.transform((given) => (typeof given === 'number' ? given : parseRfc3339(given))),
      v.number('now must be an RFC 3339 time or milliseconds since 1970'),
      v.integer(),
    ),
  ),
});

type Wish = v.InferOutput<typeof ClockRequest>;

function refused(what: string, where: string, todo: string): ControlResult<number> {
  return { kind: 'error', error: { status: 400, code: 'BAD_INPUT', what, where, todo } };
}

/** The moment that is wished for, milliseconds since 1970. */
function momentOf({ advance_seconds: seconds, now }: Wish, nowMs: number): ControlResult<number> {
  if ((seconds === undefined) === (now === undefined))
    return refused('neither or both of them', 'body', 'give advance_seconds or now');
  const where = now === undefined ? 'advance_seconds' : 'now';
  const moment = now ?? nowMs + (seconds ?? 0) * 1000;
  if (moment < nowMs) {
    const todo = 'give a later moment, or POST /__sim/reset to return to real time';
    const what = 'the clock only moves forward';
    const error: ControlError = { status: 400, code: 'CLOCK_BACKWARDS', what, where, todo };
    return { kind: 'error', error };
  }
  if (moment - nowMs > MAX_ADVANCE_MS || moment > LAST_MOMENT_MS)
    return refused(
      'too far ahead',
      where,
      'move at most a hundred years at once, and not beyond the year 9999',
    );
  return { kind: 'value', value: moment };
}

/** Shows the simulated time, and moves it. */
export function addClockRoutes(routes: Hono, world: World, travel: TimeTravel): void {
  routes.get('/clock', (c) => c.json(showClock(world)));
  routes.post('/clock', async (c) => {
    const body = await readControlBody(c, ClockRequest);
    if (body.kind === 'error') return answerError(c, body.error);
    const nowMs = world.clock.nowMs();
    const moment = momentOf(body.value, nowMs);
    if (moment.kind === 'error') return answerError(c, moment.error);
    const { advance_seconds: seconds } = body.value;
    // A distance is kept exactly, however long the request was on its way.
    await (seconds === undefined ? travel.moveTo(moment.value) : travel.advance(seconds * 1000));
    return c.json(showClock(world));
  });
}
