import { newAttempt } from '../../cloudfunctions/core/payment/attempt';
import type { Actor } from '../../cloudfunctions/core/shop/actor';
import type { Refund } from '../../cloudfunctions/core/refund/refund';
import type { RefundScope } from '../../cloudfunctions/core/refund/refund-request';
import type { OrderFile } from '../../cloudfunctions/ports/store';
import type { RefundDeskResult } from '../../cloudfunctions/usecases/decide-on-refund';
import { healOrder } from '../../cloudfunctions/usecases/heal-order';
import { refundOrder } from '../../cloudfunctions/usecases/refund-order';
import type { JobsReport } from '../../cloudfunctions/usecases/run-jobs';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import { startPayment } from '../../cloudfunctions/usecases/start-payment';
import { fen } from '../../miniprogram/contract/money';
import { postJson } from '../../tools/world/shopper';
import { placeAtQuote } from '../fixtures/shelf';
import type { InProcessShop } from './in-process-shop';

/** A refund as the simulator holds it. */
export interface RefundThere {
  readonly out_refund_no: string;
  readonly out_trade_no: string;
  readonly status: string;
  readonly refund: number;
}

/** Two people of the shop who may refund. */
export const OWNER: Actor = { openid: 'o-owner', role: 'owner' };
export const MANAGER: Actor = { openid: 'o-manager', role: 'manager' };

/** Works a shop's refunds from both sides: the desk and WeChat Pay. */
export interface RefundDesk {
  /** An order of `quantity` pieces of a SKU of its own that is paid. */
  paidOrder(quantity?: number): Promise<{ readonly orderId: string; readonly skuId: string }>;
  /** Places an order of a SKU and starts its payment. */
  order(skuId: string, quantity?: number): Promise<{ readonly orderId: string; readonly outTradeNo: string }>;
  /** A second order at WeChat Pay for the same order of ours. */
  secondAttempt(orderId: string): Promise<string>;
  pay(outTradeNo: string): Promise<void>;
  refund(
    orderId: string,
    scope: RefundScope,
    changes?: Partial<Parameters<typeof refundOrder>[1]>,
  ): Promise<RefundDeskResult>;
  refundFen(orderId: string, minor: number): Promise<Refund>;
  file(orderId: string): Promise<OrderFile>;
  states(orderId: string): Promise<readonly string[]>;
  there(orderId: string): Promise<readonly RefundThere[]>;
  control(path: string, body: object): Promise<unknown>;
  /** Moves the clock, then lets the timer fire. */
  tick(afterMs?: number): Promise<JobsReport>;
  stock(skuId: string): Promise<object | undefined>;
}

let runs = 0;

/** Opens the desk of a shop. */
export function openRefundDesk(shop: InProcessShop): RefundDesk {
  const { deps, wechatPay } = shop;
  const openid = 'o-payer';
  const control: RefundDesk['control'] = (path, body) => postJson(`${wechatPay.controlUrl}/${path}`, body);
  const file: RefundDesk['file'] = async (orderId) => {
    const found = await deps.store.findOrder(orderId);
    if (found === null) throw new Error(`order ${orderId} is gone`);
    return found;
  };
  const order: RefundDesk['order'] = async (skuId, quantity = 1) => {
    const lines = [{ skuId, quantity }];
    const placed = await placeAtQuote(deps, { openid, clientToken: `token-refund-${++runs}`, lines });
    if (placed.kind !== 'placed') throw new Error(placed.refusal);
    const { orderId } = placed.file.order;
    const started = await startPayment(deps, { openid, orderId });
    if (started.kind === 'refused') throw new Error(started.refusal);
    return { orderId, outTradeNo: (await file(orderId)).attempts[0]?.outTradeNo ?? '' };
  };
  const pay: RefundDesk['pay'] = async (outTradeNo) => {
    await control('payments', { out_trade_no: outTradeNo });
    await wechatPay.clock.advance(1_000);
  };
  const refund: RefundDesk['refund'] = (orderId, scope, changes = {}) =>
    refundOrder(deps, {
      actor: OWNER,
      orderId,
      clientToken: `refund-${++runs}`,
      scope,
      goods: 'later',
      text: '协商退款',
      ...changes,
    });
  return {
    order,
    pay,
    file,
    control,
    refund,
    async paidOrder(quantity = 1) {
      const skuId = `sku-${++runs}`;
      await shop.shelve(skuId, quantity);
      const { orderId, outTradeNo } = await order(skuId, quantity);
      await pay(outTradeNo);
      await healOrder(deps, await file(orderId));
      return { orderId, skuId };
    },
    async secondAttempt(orderId) {
      const { order: known } = await file(orderId);
      const { ids, merchant, clock, gateway, store } = deps;
      const outTradeNo = ids.outTradeNo();
      const attempt = newAttempt({ outTradeNo, order: known, ...merchant, nowMs: clock.nowMs() });
      const next = { ...known, attempts: [...known.attempts, outTradeNo] };
      await store.changeOrder(orderId, () => ({ result: null, write: { order: next, attempts: [attempt] } }));
      const { amount, payBeforeMs } = attempt;
      const scene = 'miniProgram';
      await gateway.create({
        scene,
        outTradeNo,
        description: '茶',
        amount,
        payBeforeMs,
        openid: known.openid ?? '',
      });
      return outTradeNo;
    },
    async refundFen(orderId, minor) {
      const result = await refund(orderId, { kind: 'amount', amount: fen(minor) });
      if (result.kind === 'refused') throw new Error(result.refusal);
      return result.refund;
    },
    states: async (orderId) => (await file(orderId)).refunds.map(({ state }) => state),
    async there(orderId) {
      const { order: known } = await file(orderId);
      const state = (await (await fetch(`${wechatPay.controlUrl}/state`)).json()) as {
        readonly refunds: readonly RefundThere[];
      };
      return state.refunds.filter((one) => known.attempts.includes(one.out_trade_no));
    },
    async tick(afterMs = 0) {
      if (afterMs > 0) await wechatPay.clock.advance(afterMs);
      return runJobs(deps);
    },
    async stock(skuId) {
      const found = (await deps.store.findStocks([skuId])).get(skuId);
      return found && { onHand: found.onHand, reserved: found.reserved, sold: found.sold };
    },
  };
}
