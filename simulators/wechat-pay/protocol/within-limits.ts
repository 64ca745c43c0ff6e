import type { EndpointName } from '../endpoints/endpoint-names';
import type { World } from '../world';
import { INTERNAL_CODE, refused } from './answer';
import type { ApiAnswer, ApiRefusal } from './answer';

type LimitWorld = Pick<World, 'rateMeter' | 'settings' | 'clock'>;

/** Answered instead of acting: nothing has happened. */
export function tooManyRequests(message = '频率超限'): ApiRefusal {
  return refused(429, 'FREQUENCY_LIMITED', message, { internalCode: INTERNAL_CODE.rateLimited });
}

/**
 * Lets a request that passed the gate through to its endpoint unless a limit is reached. After too many refund
 * applications that were refused, right ones are turned away as well: whether one is right shows only behind this.
 */
export async function withinLimits(
  name: EndpointName,
  { rateMeter, settings, clock }: LimitWorld,
  handle: () => ApiAnswer | Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const { rateLimits } = settings;
  const isRefund = name === 'refunds.apply';
  if (isRefund && !rateMeter.hasRoom('refunds.apply.failing', rateLimits, clock.nowMs()))
    return tooManyRequests();
  if (!rateMeter.admits(name, rateLimits, clock.nowMs())) return tooManyRequests();
  const answer = await handle();
  // What a limit turned away is no failing call, or the limit would never open again.
  const fails = answer.kind === 'refused' && answer.internalCode !== INTERNAL_CODE.rateLimited;
  if (isRefund && fails) rateMeter.admits('refunds.apply.failing', rateLimits, clock.nowMs());
  return answer;
}
