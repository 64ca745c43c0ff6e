import type { Hono } from 'hono';
import * as v from 'valibot';
import { beijingTime } from '../clock';
import { tradeStateAt } from '../orders/order-record';
import { CODE_BEHAVIOURS, CODE_LIFE_MS, newPaymentCode } from '../orders/payment-code';
import type { PaymentCodeRecord } from '../orders/payment-code';
import type { World } from '../world';
import { answerError, readControlBody } from './control-error';
import { Outcome, typePassword } from './pay-as-shopper';

/** Time a shopper takes for the password, unless told otherwise. */
const PASSWORD_SECONDS = 8;

const CodeRequest = v.strictObject({
  behaviour: v.optional(v.picklist(CODE_BEHAVIOURS), 'pays'),
  openid: v.optional(v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,128}$/)), 'oSimulatedShopper00000000001'),
  answers_after_seconds: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600)), PASSWORD_SECONDS),
});

const AnswerRequest = v.strictObject({ outcome: v.optional(Outcome, 'success') });

/** Shoppers who show a payment code, and what they do at the password. */
export function addPaymentCodeRoutes(routes: Hono, world: World): void {
  routes.get('/payment-codes', (c) =>
    c.json({ payment_codes: shownCodes(world).map((code) => showCode(code, world)) }),
  );
  routes.post('/payment-codes', async (c) => {
    const body = await readControlBody(c, CodeRequest);
    if (body.kind === 'error') return answerError(c, body.error);
    const { behaviour, openid, answers_after_seconds: seconds } = body.value;
    const wish = { behaviour, openid, answersAfterMs: Math.round(seconds * 1000) };
    const code = newPaymentCode(wish, world.clock.nowMs(), world.random);
    world.ledger.record({ kind: 'codeIssued', code });
    return c.json(showCode(code, world), 201);
  });
  routes.post('/payment-codes/:code', async (c) => {
    const body = await readControlBody(c, AnswerRequest);
    if (body.kind === 'error') return answerError(c, body.error);
    const spentOn = world.ledger.paymentCode(c.req.param('code'))?.spentOn;
    const order = spentOn === undefined ? undefined : world.ledger.orderByNumber(spentOn);
    if (order === undefined) {
      const what = 'no order was placed with this payment code';
      const todo = 'GET /__sim/payment-codes lists the codes and the orders they were spent on';
      return answerError(c, { status: 404, code: 'NO_SUCH_CODE', what, where: 'code', todo });
    }
    const result = typePassword(order, body.value.outcome, world);
    return result.kind === 'error' ? answerError(c, result.error) : c.json(result.value);
  });
}

/** Codes shown at once, beside those whose shopper is asked for a password. */
const SHOWN = 200;

function shownCodes({ ledger }: World): readonly PaymentCodeRecord[] {
  const all = [...ledger.paymentCodes()];
  const waiting = new Set(ledger.waitingOrders().map(({ attempt }) => attempt?.authCode));
  return all.filter(({ code }, index) => index >= all.length - SHOWN || waiting.has(code));
}

function showCode(code: PaymentCodeRecord, world: World): object {
  const order = code.spentOn === undefined ? undefined : world.ledger.orderByNumber(code.spentOn);
  const state = order && tradeStateAt(order, world.clock.nowMs());
  return {
    auth_code: code.code,
    openid: code.openid,
    behaviour: code.behaviour,
    expires: beijingTime(code.issuedMs + CODE_LIFE_MS),
    out_trade_no: code.spentOn ?? null,
    trade_state: state ?? null,
    waiting_for_password: state === 'USERPAYING',
  };
}
