import '../../fake-phone';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BILL_DAY_STATES, type BillDayView } from '../../../../miniprogram/contract/bills';
import { NOT_COLLECTED, type CollectionStanding } from '../../../../miniprogram/contract/collection';
import { REFUND_ACTIONS } from '../../../../miniprogram/contract/desk-refunds';
import { ROLES } from '../../../../miniprogram/contract/me';
import { fen } from '../../../../miniprogram/contract/money';
import { barsOf } from '../../../../miniprogram/packages/desk/bar-chart/bars';
import { monthAfter, monthCells } from '../../../../miniprogram/packages/desk/bills/month';
import { collectionWords, isFinal } from '../../../../miniprogram/packages/desk/collection/collection-view';
import { deskOrderRow } from '../../../../miniprogram/packages/desk/order/desk-order-row';
import { caseRow, orderButtons, orderPage } from '../../../../miniprogram/packages/desk/order/order-page';
import { casePage } from '../../../../miniprogram/packages/desk/refund/case-page';
import { verdictText } from '../../../../miniprogram/packages/desk/evidence/verdict-words';
import { entriesOf, todoTiles } from '../../../../miniprogram/pages/desk/desk-board';
import { yuan } from '../../samples';
import { deskOrder, refundCase, refundOf, shippingOf } from './desk-samples';

const months = fc
  .tuple(fc.integer({ min: 2020, max: 2035 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`);

function billDay(date: string, change: Partial<BillDayView>): BillDayView {
  return { date, state: 'matched', theirs: null, openDifferences: 0, resolvedDifferences: 0, ...change };
}

describe('calendar of bills', () => {
  it('holds every day of a month once, under its day of the week', () => {
    fc.assert(
      fc.property(months, (month) => {
        const cells = monthCells(month, []);
        const days = cells.filter(({ date }) => date !== '');
        expect(days.map(({ date }) => date)).toEqual([...new Set(days.map(({ date }) => date))]);
        expect(days.at(0)?.date).toBe(`${month}-01`);
        expect(
          monthAfter(new Date(Date.parse(`${days.at(-1)?.date}T00:00:00Z`) + 86_400_000).toISOString(), 0),
        ).toBe(monthAfter(month, 1));
        for (const [index, { date }] of cells.entries())
          if (date !== '') expect((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7).toBe(index % 7);
      }),
    );
  });

  it('goes back by as many months as it went on', () => {
    fc.assert(
      fc.property(months, fc.integer({ min: -30, max: 30 }), (month, by) => {
        expect(monthAfter(monthAfter(month, by), -by)).toBe(month);
      }),
    );
  });

  it.each(BILL_DAY_STATES)(
    'is red with a number for open differences, whatever else a day that is %s',
    (state) => {
      const [first] = monthCells('2026-11', [billDay('2026-11-01', { state, openDifferences: 2 })]).filter(
        ({ date }) => date !== '',
      );
      expect(first).toMatchObject({ look: 'open', mark: '2' });
    },
  );
});

describe('bars of sales', () => {
  it('are as tall as what was paid, and nothing is drawn for nothing', () => {
    const day = (date: string, minor: number) => ({
      day: date,
      paidOrders: 1,
      paid: fen(minor),
      refunded: fen(0),
    });
    const bars = barsOf([day('2026-11-19', 0), day('2026-11-20', 5), day('2026-11-21', 10_000)]);
    expect(bars.map(({ height }) => height)).toEqual([0, 2, 100]);
    expect(bars.map(({ label }) => label)).toEqual(['11/19', '20', '21']);
    expect(bars.at(-1)).toMatchObject({ words: '11/21，1笔，¥100.00' });
  });

  it('never leave the chart', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000_000), { maxLength: 30 }), (sums) => {
        const series = sums.map((minor, index) => ({
          day: `2026-11-${index + 1}`,
          paidOrders: 1,
          paid: fen(minor),
          refunded: fen(0),
        }));
        for (const { height } of barsOf(series)) {
          expect(height).toBeGreaterThanOrEqual(0);
          expect(height).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

const STANDINGS: readonly CollectionStanding[] = [
  { kind: 'waiting' },
  { kind: 'waiting', codeUrl: 'weixin://wxpay/x' },
  { kind: 'reversing' },
  { kind: 'paid' },
  { kind: 'takingBack' },
  { kind: 'takenBack' },
  { kind: 'refundDue' },
  ...NOT_COLLECTED.map((reason) => ({ kind: 'notPaid' as const, reason })),
];

describe('a collection in words', () => {
  it('is called collected only when it is paid, and not collected only when it is over', () => {
    for (const standing of STANDINGS) {
      const { face, title } = collectionWords({ standing });
      expect(title === '收款成功').toBe(standing.kind === 'paid');
      expect(title === '没有收款').toBe(standing.kind === 'notPaid');
      if (face === 'paid' || face === 'notPaid' || face === 'back') expect(isFinal(standing)).toBe(true);
    }
  });

  it('shows a code where there is one, and a way out of every one that is not over', () => {
    expect(collectionWords({ standing: { kind: 'waiting', codeUrl: 'weixin://x' } })).toMatchObject({
      face: 'code',
      codeUrl: 'weixin://x',
      takeBack: '取消收款',
    });
    for (const standing of STANDINGS) expect(collectionWords({ standing }).title).not.toBe('');
  });
});

describe('buttons of a case', () => {
  it('are at most one main button, and every action that may be done has one', () => {
    fc.assert(
      fc.property(fc.subarray([...REFUND_ACTIONS]), (actions) => {
        const one = refundCase({ actions, refund: refundOf() });
        const { bar, others } = casePage(one);
        expect(bar.filter(({ primary }) => primary).length).toBeLessThanOrEqual(1);
        expect([...bar, ...others].map(({ action }) => action).sort()).toEqual([...actions].sort());
      }),
    );
  });

  it('say the sum they move', () => {
    const words = casePage(refundCase()).bar.map((button) => button.words);
    expect(words).toEqual(['拒绝', '同意退款 ¥88.00']);
  });

  it('say what to do about an abnormal refund and one that is stuck', () => {
    const abnormal = casePage(refundCase({ refund: refundOf({ state: 'abnormal' }), actions: ['redirect'] }));
    expect(abnormal).toMatchObject({ wrong: true });
    expect(abnormal.text).toContain('银行卡');
    const trouble = {
      kind: 'notEnough' as const,
      code: 'NOT_ENOUGH',
      at: '2026-11-21T09:00:00Z',
      text: '余额不足，请充值',
    };
    expect(casePage(refundCase({ refund: refundOf({ state: 'due', trouble }) })).text).toBe(
      '余额不足，请充值',
    );
  });
});

describe('an order whose money went back', () => {
  const back = deskOrder({ refunded: yuan(18_400), refundable: yuan(0), givenBack: true });
  it('is neither to be sent nor to be worried about', () => {
    expect(deskOrderRow(back)).toMatchObject({ tag: '已全额退款', mood: '', toShip: false });
    expect(orderPage(back)).toMatchObject({ title: '已全额退款', text: '款项已全部退给顾客' });
    expect(deskOrderRow(deskOrder())).toMatchObject({ tag: '待发货', mood: 'open', toShip: true });
  });

  it('still tells that the buyer asks for something', () => {
    expect(deskOrderRow({ ...back, openRequests: 1 }).tag).toBe('待发货 · 申请退款');
  });

  it('is not marked red because its goods have not come back', () => {
    const refund = refundOf({ state: 'succeeded' });
    expect(caseRow(refundCase({ refund, actions: ['goodsBack'] })).waiting).toBe(false);
    expect(caseRow(refundCase({ actions: ['approveRequest', 'rejectRequest'] })).waiting).toBe(true);
  });

  it('stays a collection at the counter', () => {
    const counter = { ...back, kind: 'counter', state: 'completed' } as const;
    expect([deskOrderRow(counter).tag, orderPage(counter).title]).toEqual([
      '到店收款 · 退款 ¥184.00',
      '到店收款',
    ]);
  });
});

describe('buttons of an order', () => {
  const all = { ship: true, refund: true };

  it('lead with sending where there is something to send', () => {
    const buttons = orderButtons(deskOrder(), shippingOf(), all);
    expect(buttons.map(({ step, primary }) => [step, primary])).toEqual([
      ['giveBack', false],
      ['ship', true],
    ]);
  });

  it('lead to the request that waits before anything goes past it', () => {
    const asked = deskOrder({ openRequests: 1 });
    const sent = shippingOf({ canShip: false, canCorrect: true, canRemind: true });
    expect(orderButtons(asked, sent, all).map(({ step, primary }) => [step, primary])).toEqual([
      ['correct', false],
      ['answer', true],
    ]);
    expect(orderButtons(asked, null, { ship: true, refund: false })).toEqual([]);
  });

  it('are none for somebody who only looks', () => {
    expect(orderButtons(deskOrder(), shippingOf(), { ship: false, refund: false })).toEqual([]);
  });
});

describe('entries of the desk', () => {
  it.each(ROLES)('of a %s lead nowhere the role may not go', (role) => {
    const pages = entriesOf(role).map(({ page }) => page);
    expect(pages.includes('deskStaff')).toBe(role === 'owner');
    expect(pages.includes('deskOrders')).toBe(role !== 'none');
    const todos = todoTiles(role, {}).map(({ todo }) => todo);
    if (role === 'cashier' || role === 'none') expect(todos).toEqual([]);
    if (role === 'warehouse') expect(todos).toEqual(['toShip', 'refusedUploads', 'lowStock']);
  });

  it('tell nothing known from nothing waiting', () => {
    const counts = todoTiles('owner', { toShip: 0, lowStock: 120 });
    expect(counts.find(({ todo }) => todo === 'toShip')).toMatchObject({ count: '0', waiting: false });
    expect(counts.find(({ todo }) => todo === 'lowStock')).toMatchObject({ count: '99+', waiting: true });
    expect(counts.find(({ todo }) => todo === 'differences')).toMatchObject({ count: '–' });
  });
});

describe('a verdict of the evidence', () => {
  it.each([
    ['accepted', '微信支付已受理'],
    ['refused 403 NO_AUTH', '微信支付没有受理 403 NO_AUTH'],
    ['refund applied', '收到退款结果的通知'],
    ['upload accepted', '上传发货信息，微信已受理'],
    ['getOrder refused 10060001', '查询发货信息，微信没有受理 10060001'],
    ['shipped unknown', '发货通知，没有等到微信的回音'],
    ['INTERNAL_ERROR desk orders.detail', 'INTERNAL_ERROR desk orders.detail'],
  ])('%s reads %s', (verdict, words) => {
    expect(verdictText(verdict)).toBe(words);
  });
});
