import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { auditBooks } from '../../../../cloudfunctions/core/audit/audit';
import { decideByHand } from '../../../../cloudfunctions/core/refund/by-hand';
import { decideGoodsBack } from '../../../../cloudfunctions/core/refund/goods-back';
import { decideRefundOutcome } from '../../../../cloudfunctions/core/refund/outcome';
import type { ReportedRefund } from '../../../../cloudfunctions/core/refund/outcome';
import { newRefund, refundMachine } from '../../../../cloudfunctions/core/refund/refund';
import type { Refund, RefundState } from '../../../../cloudfunctions/core/refund/refund';
import type { RefundBooks } from '../../../../cloudfunctions/core/refund/refund-request';
import { decideStep, triedAgain, troubled } from '../../../../cloudfunctions/core/refund/refund-steps';
import type { RefundChange, Refunding } from '../../../../cloudfunctions/core/refund/refunding';
import { decideRefunding, decideSecond } from '../../../../cloudfunctions/core/refund/refunding';
import { applyMovement, newStock, orderMovements } from '../../../../cloudfunctions/core/stock/stock';
import type { Movement, Stock } from '../../../../cloudfunctions/core/stock/stock';
import { fen } from '../../../../miniprogram/contract/money';
import { NOW_MS, sampleAttempt, sampleOrder } from '../samples';

type Told = ReportedRefund['state'];

/** How a call goes: what the gateway does, and whether the shop hears of it. */
const FATES = ['heard', 'lostBefore', 'lostAfter', 'notEnough', 'refused'] as const;

const choice = fc.nat(3);
const step = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('askAmount' as const),
      minor: fc.integer({ min: 1, max: 4_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('askGoods' as const),
      sku: fc.constantFrom('tea-100g', 'cup-white'),
      goods: fc.constantFrom('now' as const, 'later' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('second' as const),
      refund: choice,
      by: fc.constantFrom('ming', 'hong'),
      verdict: fc.constantFrom('approve' as const, 'decline' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('goodsArrive' as const), refund: choice }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('carry' as const),
      refund: choice,
      fate: fc.constantFrom(...FATES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retry' as const), refund: choice }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('giveUp' as const), refund: choice }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('gatewayEnds' as const),
      refund: choice,
      end: fc.constantFrom('succeeded' as const, 'closed' as const, 'abnormal' as const),
    }),
  },
  // Any report of the past, in any order and any number: lost, repeated and overtaken ones are all among them.
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('notify' as const), refund: choice, which: choice }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const ATTEMPT = sampleAttempt({ state: 'succeeded', transactionId: '42', succeededAtMs: NOW_MS });
const SECOND = { ...ATTEMPT, outTradeNo: 'trade-2', transactionId: '43' };
const ORDER = sampleOrder({ state: 'paid', stockHeld: 'sold', attempts: ['trade-1', 'trade-2'] });

/** The gateway as far as refunds go: one record per number, never more than was paid, and its memory of states told. */
class Gateway {
  readonly refunds = new Map<string, { readonly refund: Refund; states: Told[] }>();

  send(refund: Refund): 'taken' | 'exceeds' {
    const known = this.refunds.get(refund.outRefundNo);
    if (known !== undefined) {
      expect(refund.amount).toEqual(known.refund.amount);
      return 'taken';
    }
    if (this.given(refund.outTradeNo) + refund.amount.minor > ATTEMPT.amount.minor) return 'exceeds';
    this.refunds.set(refund.outRefundNo, { refund, states: ['processing'] });
    return 'taken';
  }

  given(outTradeNo: string): number {
    const live = [...this.refunds.values()].filter(
      ({ refund, states }) => refund.outTradeNo === outTradeNo && states.at(-1) !== 'closed',
    );
    return live.reduce((sum, { refund }) => sum + refund.amount.minor, 0);
  }

  end(outRefundNo: string, end: Told): void {
    const known = this.refunds.get(outRefundNo);
    const last = known?.states.at(-1);
    if (last === 'processing' || (last === 'abnormal' && end !== 'abnormal')) known?.states.push(end);
  }
}

/** A shop that does what the decisions say, beside a gateway. */
class Shop {
  nowMs = NOW_MS;
  books: RefundBooks = { order: ORDER, attempts: [ATTEMPT, SECOND], refunds: [], requests: [] };
  readonly gateway = new Gateway();
  readonly stocks = new Map<string, Stock>();
  readonly movements = new Map<string, Movement>();
  numbers = 0;

  constructor() {
    for (const { skuId } of ORDER.lines) this.stocks.set(skuId, newStock(skuId, 9));
    this.move(orderMovements(ORDER, 'reserve', NOW_MS));
    this.move(orderMovements(ORDER, 'sell', NOW_MS));
    const { orderId, amount } = SECOND;
    const given = { outRefundNo: this.number(), outTradeNo: 'trade-2', orderId, amount };
    this.put(newRefund({ ...given, reason: 'secondSuccess', nowMs: NOW_MS }));
  }

  number(): string {
    return `refund-${++this.numbers}`;
  }

  move(movements: readonly Movement[]): void {
    for (const movement of movements) {
      if (this.movements.has(movement.movementId)) throw new Error(`twice: ${movement.movementId}`);
      const moved = applyMovement(this.stocks.get(movement.skuId)!, movement);
      if (moved.kind === 'refused') throw new Error('not enough');
      this.stocks.set(movement.skuId, moved.stock);
      this.movements.set(movement.movementId, movement);
    }
  }

  put(refund: Refund): void {
    const others = this.books.refunds.filter((one) => one.outRefundNo !== refund.outRefundNo);
    this.books = { ...this.books, refunds: [...others, refund] };
  }

  apply(decision: Refunding): void {
    if (decision.kind === 'changed') this.write(decision.change);
  }

  write({ order, refund, movements }: Pick<RefundChange, 'order' | 'refund' | 'movements'>): void {
    this.move(movements);
    this.books = { ...this.books, order };
    this.put(refund);
  }

  report({ outRefundNo, outTradeNo, amount }: Refund, state: Told): void {
    const refund = this.books.refunds.find((one) => one.outRefundNo === outRefundNo);
    const attempt = [ATTEMPT, SECOND].find((one) => one.outTradeNo === outTradeNo);
    if (refund === undefined || attempt === undefined) throw new Error(`${outRefundNo} is not ours`);
    const transactionId = attempt.transactionId ?? '';
    const reported = { state, outRefundNo, outTradeNo, transactionId, amount, refundId: `50${outRefundNo}` };
    const decision = decideRefundOutcome({
      order: this.books.order,
      attempt,
      refund,
      reported: { ...reported, total: attempt.amount },
      nowMs: this.nowMs,
      refundNo: this.number(),
    });
    expect(decision.kind).not.toBe('mismatch');
    if (decision.kind !== 'applied') return;
    this.write({ ...decision, movements: [] });
    if (decision.successor !== null) this.put(decision.successor);
  }

  carry(refund: Refund, fate: (typeof FATES)[number]): void {
    const others = this.books.refunds.filter((one) => one !== refund && one.outTradeNo === refund.outTradeNo);
    const decision = decideStep({ refund, others, nowMs: this.nowMs });
    if (decision.kind === 'none') return;
    this.put(decision.refund);
    if (decision.kind === 'later') return;
    const known = this.gateway.refunds.get(refund.outRefundNo);
    if (refund.state !== 'due') {
      if (fate === 'heard' && known !== undefined) this.report(refund, known.states.at(-1) ?? 'processing');
      return;
    }
    if (fate === 'lostBefore') return;
    if (fate === 'notEnough' || fate === 'refused') {
      const trouble = troubled(decision.refund, { kind: fate, code: fate, atMs: this.nowMs });
      // A plain no is believed only where the gateway knows no such number.
      if (trouble !== null && known === undefined) this.put(trouble);
      return;
    }
    expect(this.gateway.send(refund)).toBe('taken');
    const told = this.gateway.refunds.get(refund.outRefundNo)?.states.at(-1) ?? 'processing';
    if (fate === 'heard') this.report(refund, told);
  }

  play(one: Step): void {
    const secondAbove = fen(6_000);
    const { nowMs } = this;
    const asking = { by: 'ming', nowMs, secondAbove, token: `${this.numbers}`, text: '' };
    switch (one.kind) {
      case 'askAmount': {
        const scope = { kind: 'amount', amount: fen(one.minor) } as const;
        const wish = { ...asking, scope, goods: 'later', outRefundNo: this.number() } as const;
        return this.apply(decideRefunding(this.books, wish));
      }
      case 'askGoods': {
        const scope = { kind: 'lines', lines: [{ skuId: one.sku, quantity: 1 }] } as const;
        const wish = { ...asking, scope, goods: one.goods, outRefundNo: this.number() };
        return this.apply(decideRefunding(this.books, wish));
      }
      case 'wait':
        this.nowMs += one.minutes * 60_000;
        return;
      case 'second':
      case 'goodsArrive':
      case 'carry':
      case 'retry':
      case 'giveUp':
      case 'gatewayEnds':
      case 'notify': {
        const refund = this.books.refunds[one.refund % this.books.refunds.length];
        if (refund !== undefined) this.playOn(one, refund);
      }
    }
  }

  private playOn(one: Extract<Step, { refund: number }>, refund: Refund): void {
    const { nowMs } = this;
    const { outRefundNo } = refund;
    switch (one.kind) {
      case 'second':
        return this.apply(decideSecond(this.books, { outRefundNo, by: one.by, verdict: one.verdict, nowMs }));
      case 'goodsArrive': {
        const back = decideGoodsBack({ ...this.books, refund, by: 'hong', nowMs });
        return back.kind === 'back' ? this.write({ order: this.books.order, ...back }) : undefined;
      }
      case 'carry':
        return this.carry(refund, one.fate);
      case 'retry': {
        const again = triedAgain(refund, nowMs);
        return again === null ? undefined : this.put(again);
      }
      case 'giveUp': {
        // The gateway is asked first; one it knows is entered and goes its way.
        const known = this.gateway.refunds.get(outRefundNo)?.states.at(-1);
        if (known !== undefined) return this.report(refund, known);
        const given = { order: this.books.order, refund, note: '现金', by: 'hong', nowMs };
        const decision = decideByHand(given);
        return decision.kind === 'settled' ? this.write({ ...decision, movements: [] }) : undefined;
      }
      case 'gatewayEnds':
        return this.gateway.end(outRefundNo, one.end);
      case 'notify': {
        const states = this.gateway.refunds.get(outRefundNo)?.states ?? [];
        const told = states[one.which % Math.max(states.length, 1)];
        return told === undefined ? undefined : this.report(refund, told);
      }
    }
  }
}

describe('refunds of one order through anything that can happen', () => {
  it('never exceed what was paid, here or there, keep one number each, and bring goods back once', () => {
    const reached = new Set<RefundState>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), (steps) => {
        const shop = new Shop();
        for (const one of steps) {
          shop.play(one);
          const { order, attempts, refunds } = shop.books;
          const books = { stocks: shop.stocks.values(), movements: shop.movements.values() };
          expect(auditBooks({ ...books, orders: [order], attempts, refunds })).toEqual([]);
          for (const { outTradeNo, amount } of attempts)
            expect(shop.gateway.given(outTradeNo)).toBeLessThanOrEqual(amount.minor);
          const ours = new Set(refunds.map(({ outRefundNo }) => outRefundNo));
          expect([...shop.gateway.refunds.keys()].filter((number) => !ours.has(number))).toEqual([]);
          for (const { state } of refunds) reached.add(state);
        }
      }),
      { numRuns: 300 },
    );
    // The stories go everywhere, or the property says little.
    expect([...reached].sort()).toEqual([...refundMachine.states].sort());
  });

  it('begins what the shop must give back anew only after the gateway closed it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const shop = new Shop();
        for (const one of steps) {
          shop.play(one);
          const own = shop.books.refunds.filter(({ asked }) => asked === null);
          expect(own.filter(({ state }) => state !== 'closed')).toHaveLength(1);
          const ended = [...shop.gateway.refunds.values()].filter(
            ({ refund, states }) => refund.asked === null && states.at(-1) === 'closed',
          );
          expect(own.length - 1).toBeLessThanOrEqual(ended.length);
        }
      }),
    );
  });
});
