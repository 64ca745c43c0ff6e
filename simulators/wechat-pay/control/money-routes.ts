import type { Hono } from 'hono';
import type { World } from '../world';
import { answerError, readControlBody } from './control-error';
import { decideRefund, RefundDecision } from './decide-refund';
import { BalanceRequest, setBalance } from './set-balance';
import { showBills } from './show-money';

export const MONEY_ROUTES = {
  'POST /__sim/refunds':
    'decide a refund: {out_refund_no?, outcome: success|closed|abnormal, when?: now|due}; without a number, the next one',
  'POST /__sim/balance':
    'set what a merchant holds, in fen: {mchid?, unsettled?, available?, operation?, fees?}',
  'GET /__sim/bills': 'the days there are bills of, when they are ready, and their rows',
} as const;

/** Refunds, balances and bills. */
export function addMoneyRoutes(routes: Hono, world: World): void {
  routes.post('/refunds', async (c) => {
    const body = await readControlBody(c, RefundDecision);
    if (body.kind === 'error') return answerError(c, body.error);
    const result = decideRefund(body.value, world);
    return result.kind === 'error' ? answerError(c, result.error) : c.json(result.value);
  });
  routes.post('/balance', async (c) => {
    const body = await readControlBody(c, BalanceRequest);
    if (body.kind === 'error') return answerError(c, body.error);
    const result = setBalance(body.value, world);
    return result.kind === 'error' ? answerError(c, result.error) : c.json(result.value);
  });
  routes.get('/bills', (c) => c.json(showBills(world)));
}
