import { describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../../cloudfunctions/core/audit/audit';
import type { Books, Problem } from '../../../../cloudfunctions/core/audit/audit';
import { newCollection } from '../../../../cloudfunctions/core/collection/counter-order';
import { decideClosing } from '../../../../cloudfunctions/core/order/closing';
import type { Order } from '../../../../cloudfunctions/core/order/order';
import type { Attempt } from '../../../../cloudfunctions/core/payment/attempt';
import { COLLECT_WITHIN_MS, newCollecting } from '../../../../cloudfunctions/core/payment/collecting';
import type { Refund } from '../../../../cloudfunctions/core/refund/refund';
import {
  applyMovement,
  newStock,
  orderMovements,
  returnMovements,
} from '../../../../cloudfunctions/core/stock/stock';
import type { Movement, OrderMovementKind, Stock } from '../../../../cloudfunctions/core/stock/stock';
import { fen } from '../../../../miniprogram/contract/money';
import { FOREIGN, NOW_MS, sampleAttempt, sampleOrder, sampleRefund } from '../samples';

interface Rows extends Books {
  readonly stocks: readonly Stock[];
  readonly movements: readonly Movement[];
  readonly orders: readonly Order[];
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
}

const SUCCEEDED = sampleAttempt({ state: 'succeeded', transactionId: '4200000001', payerTotal: fen(10_000) });

/** Whoever took in a delivery. */
const BY = { by: 'o-clerk', reason: 'delivery', note: '' } as const;

/** Clean books with one order in the given state, and what led it there. */
function books(order: Order, kinds: readonly OrderMovementKind[], rest: Partial<Rows> = {}): Rows {
  const delivery = { orderId: null, kind: 'adjust', quantity: 3, atMs: NOW_MS, adjustment: BY } as const;
  const movements: readonly Movement[] = [
    { ...delivery, movementId: 'delivery-tea', skuId: 'tea-100g' },
    { ...delivery, movementId: 'delivery-cup', skuId: 'cup-white' },
    ...kinds.flatMap((kind) => orderMovements(order, kind, NOW_MS)),
  ];
  const stocks = [stockOf('tea-100g', movements), stockOf('cup-white', movements)];
  return { stocks, movements, orders: [order], attempts: [], refunds: [], ...rest };
}

function stockOf(skuId: string, movements: readonly Movement[]): Stock {
  return movements
    .filter((movement) => movement.skuId === skuId)
    .reduce(
      (stock, movement) => {
        const outcome = applyMovement(stock, movement);
        if (outcome.kind === 'refused') throw new Error(`cannot ${movement.kind} ${skuId}`);
        return outcome.stock;
      },
      newStock(skuId, 5),
    );
}

const AWAITING = books(sampleOrder(), ['reserve']);
const PAID_ORDER = sampleOrder({ state: 'paid', stockHeld: 'sold', attempts: ['trade-1'] });
const PAID = books(PAID_ORDER, ['reserve', 'sell'], { attempts: [SUCCEEDED] });
const SECOND = { ...SUCCEEDED, outTradeNo: 'trade-2', transactionId: '4200000002' };
const TWICE = books({ ...PAID_ORDER, attempts: ['trade-1', 'trade-2'] }, ['reserve', 'sell'], {
  attempts: [SUCCEEDED, SECOND],
  refunds: [sampleRefund({ outTradeNo: 'trade-2', reason: 'secondSuccess' })],
});
const CLOSED = books(closed(sampleOrder()), ['reserve', 'release']);
const LATE = books(closed(sampleOrder({ attempts: ['trade-1'] })), ['reserve', 'release'], {
  attempts: [SUCCEEDED],
  refunds: [sampleRefund({ reason: 'orderClosed' })],
});
const REVIVED = books(PAID_ORDER, ['reserve', 'release', 'sellOnHand'], { attempts: [SUCCEEDED] });

describe('audit of clean books', () => {
  it.each<[string, Rows]>([
    ['nothing', { stocks: [], movements: [], orders: [], attempts: [], refunds: [] }],
    ['an unpaid order', AWAITING],
    ['a paid order', PAID],
    ['a shipped order', { ...PAID, orders: [{ ...PAID_ORDER, state: 'shipped' }] }],
    ['a completed order', { ...PAID, orders: [{ ...PAID_ORDER, state: 'completed' }] }],
    ['a closed order', CLOSED],
    ['a revived order', REVIVED],
    ['a second success on its way back', TWICE],
    ['a late success on its way back', LATE],
    ['a paid order refunded in full on request', { ...PAID, refunds: [sampleRefund()] }],
    ['a refund that was closed and asked again', refundedAgain()],
  ])('finds nothing wrong with %s', (_name, rows) => {
    expect(auditBooks(rows)).toEqual([]);
  });

  it('reads each collection once, so that a stream will do', () => {
    const stream = {
      stocks: PAID.stocks.values(),
      movements: PAID.movements.values(),
      orders: PAID.orders.values(),
      attempts: PAID.attempts.values(),
      refunds: PAID.refunds.values(),
    };
    expect(auditBooks(stream)).toEqual([]);
  });
});

describe('audit of the stock books', () => {
  const [tea, cup] = AWAITING.stocks as readonly [Stock, Stock];
  const withTea = (changes: Partial<Stock>): Rows => ({ ...AWAITING, stocks: [{ ...tea, ...changes }, cup] });

  it('finds a piece that was lost', () => {
    expect(auditBooks(withTea({ onHand: tea.onHand - 1 }))).toEqual([
      stock('tea-100g', 'onHand 5 + reserved 2 + sold 0 is not initial 5 + adjusted 3'),
      stock('tea-100g', 'onHand is 5 but the movements make it 6'),
    ]);
  });

  it('finds pieces that stand in the wrong column', () => {
    expect(auditBooks(withTea({ reserved: 1, sold: 1 }))).toEqual([
      stock('tea-100g', 'reserved is 1 but the movements make it 2'),
      stock('tea-100g', 'sold is 1 but the movements make it 0'),
    ]);
  });

  it('finds a negative counter', () => {
    expect(auditBooks(withTea({ onHand: -1, sold: 7 }))).toContainEqual(stock('tea-100g', 'onHand is -1'));
  });

  it('finds a movement that was applied but not recorded', () => {
    const movements = AWAITING.movements.filter(({ movementId }) => movementId !== 'delivery-tea');
    expect(auditBooks({ ...AWAITING, movements })).toEqual([
      stock('tea-100g', 'adjusted is 3 but the movements make it 0'),
      stock('tea-100g', 'onHand is 6 but the movements make it 3'),
    ]);
  });

  it('finds a movement that was recorded twice, once', () => {
    const movements = [...AWAITING.movements, ...AWAITING.movements.slice(0, 1)];
    expect(auditBooks({ ...AWAITING, movements })).toEqual([
      stock('delivery-tea', 'movementId stands 2 times'),
    ]);
  });

  it('finds two rows for one SKU', () => {
    expect(auditBooks({ ...AWAITING, stocks: [tea, cup, cup] })).toEqual([
      stock('cup-white', 'skuId stands 2 times'),
    ]);
  });

  it.each<[Partial<Movement>, string]>([
    [{ skuId: 'ghost' }, 'SKU ghost has no stock'],
    [{ orderId: 'order-1' }, 'adjust of order order-1'],
    [{ kind: 'reserve' }, 'reserve of no order'],
    [{ kind: 'reserve', orderId: 'ghost' }, 'order ghost is not there'],
    [{ kind: 'reserve', orderId: 'order-1' }, 'reserve by a clerk'],
  ])('finds a movement that belongs to nothing: %p', (changes, text) => {
    const stray: Movement = {
      movementId: 'stray',
      skuId: 'tea-100g',
      orderId: null,
      kind: 'adjust',
      quantity: 1,
      atMs: NOW_MS,
      adjustment: BY,
      ...changes,
    };
    const movements = [...AWAITING.movements, stray];
    expect(auditBooks({ ...AWAITING, movements })).toContainEqual(stock('stray', text));
  });

  it('finds an adjustment nobody made', () => {
    const [first] = AWAITING.movements;
    const { adjustment: _by, ...anonymous } = first as Movement;
    const movements = [anonymous, ...AWAITING.movements.slice(1)];
    expect(auditBooks({ ...AWAITING, movements })).toEqual([stock('delivery-tea', 'adjust by nobody')]);
  });
});

const NOTHING = { stocks: [], movements: [], orders: [], attempts: [], refunds: [] };

describe('audit of the orders', () => {
  it.each<[Order['state'], Order['stockHeld']]>([
    ['awaitingPayment', 'released'],
    ['awaitingPayment', 'sold'],
    ['paid', 'reserved'],
    ['shipped', 'released'],
    ['completed', 'reserved'],
    ['closed', 'reserved'],
    ['closed', 'sold'],
  ])('finds an order that is %s while its stock is %s', (state, stockHeld) => {
    const rows = { ...AWAITING, orders: [sampleOrder({ state, stockHeld })] };
    expect(auditBooks(rows)).toContainEqual(order(`is ${state} but its stock is ${stockHeld}`));
  });

  it.each<[string, Rows]>([
    ['without its reservation', books(sampleOrder(), [])],
    ['paid without its sale', books(PAID_ORDER, ['reserve'], { attempts: [SUCCEEDED] })],
    ['closed without its release', books(closed(sampleOrder()), ['reserve'])],
    ['sold twice', books(PAID_ORDER, ['reserve', 'sell', 'sellOnHand'], { attempts: [SUCCEEDED] })],
    ['sold but never reserved', books(PAID_ORDER, ['sellOnHand'], { attempts: [SUCCEEDED] })],
    ['moved by another quantity', otherQuantity()],
    ['moved for one line only', oneLine()],
  ])('finds an order %s', (_name, rows) => {
    const text = expect.stringMatching(/^its stock is \w+ but its movements are: /);
    expect(auditBooks(rows)).toEqual([{ ...order(''), text }]);
  });

  it.each(['paid', 'shipped', 'completed'] as const)('finds an order %s that nothing paid', (state) => {
    const rows = { ...PAID, orders: [{ ...PAID_ORDER, state }] };
    const closedAttempt = sampleAttempt({ state: 'closed' });
    expect(auditBooks({ ...rows, attempts: [closedAttempt] })).toEqual([
      order(`is ${state} but no attempt paid`),
    ]);
  });

  it('finds a paid order whose only payment goes back by itself', () => {
    const rows = { ...PAID, refunds: [sampleRefund({ reason: 'secondSuccess' })] };
    expect(auditBooks(rows)).toEqual([order('is paid but no attempt paid')]);
  });

  it.each<[string, readonly Refund[]]>([
    ['nothing', []],
    ['a closed refund', [sampleRefund({ outTradeNo: 'trade-2', reason: 'secondSuccess', state: 'closed' })]],
    [
      'a refund of a part',
      [sampleRefund({ outTradeNo: 'trade-2', reason: 'secondSuccess', amount: fen(9_999) })],
    ],
    ['a refund on request', [sampleRefund({ outTradeNo: 'trade-2' })]],
  ])('finds an order paid twice when %s covers the second', (_name, refunds) => {
    expect(auditBooks({ ...TWICE, refunds })).toEqual([
      order('is paid but more than one attempt paid: trade-1, trade-2'),
    ]);
  });

  it('finds a closed order that keeps a payment', () => {
    expect(auditBooks({ ...LATE, refunds: [] })).toEqual([
      order('is closed but trade-1 paid and is not given back'),
    ]);
  });

  it('finds an order that awaits payment although it was paid', () => {
    const rows = books(sampleOrder({ attempts: ['trade-1'] }), ['reserve'], { attempts: [SUCCEEDED] });
    expect(auditBooks(rows)).toEqual([order('is awaitingPayment but trade-1 paid and is not given back')]);
  });

  it.each([
    [fen(9_999), 'is for 10000 CNY but trade-1 paid 9999 CNY'],
    [fen(10_001), 'is for 10000 CNY but trade-1 paid 10001 CNY'],
    [FOREIGN, 'is for 10000 CNY but trade-1 paid 10000 USD'],
  ])('finds an order paid by %p', (amount, text) => {
    expect(auditBooks({ ...PAID, attempts: [{ ...SUCCEEDED, amount }] })).toEqual([order(text)]);
  });

  it('finds an order whose total is not its lines and its freight', () => {
    const order = sampleOrder({ freight: fen(800) });
    const problems = auditBooks({ ...NOTHING, orders: [order] });
    expect(problems.map(({ text }) => text)).toContain(
      'is for 10000 CNY but its lines are 10000 and its freight 800',
    );
  });

  it('finds two orders of one number', () => {
    expect(auditBooks({ ...AWAITING, orders: [...AWAITING.orders, ...AWAITING.orders] })).toEqual([
      order('orderId stands 2 times'),
    ]);
  });
});

describe('audit of the attempts', () => {
  it('finds an attempt without its order', () => {
    const attempts = [SUCCEEDED, sampleAttempt({ outTradeNo: 'trade-2', orderId: 'ghost' })];
    expect(auditBooks({ ...PAID, attempts })).toEqual([attempt('trade-2', 'order ghost is not there')]);
  });

  it('finds an attempt its order does not list', () => {
    const attempts = [SUCCEEDED, sampleAttempt({ outTradeNo: 'trade-2' })];
    expect(auditBooks({ ...PAID, attempts })).toEqual([attempt('trade-2', 'order order-1 does not list it')]);
  });

  it('finds an attempt that is listed but was never recorded', () => {
    const orders = [{ ...PAID_ORDER, attempts: ['trade-1', 'trade-2'] }];
    expect(auditBooks({ ...PAID, orders })).toEqual([
      attempt('trade-2', 'order order-1 lists it but it is not there'),
    ]);
  });

  it.each<[Partial<Attempt>, string]>([
    [{ transactionId: null }, 'is succeeded but its transactionId is null'],
    [{ amount: fen(0) }, 'is for 0 CNY'],
    [{ amount: { minor: 0.5, currency: 'CNY' } }, 'is for 0.5 CNY'],
  ])('finds an attempt that cannot be: %p', (changes, text) => {
    const rows = { ...PAID, attempts: [{ ...SUCCEEDED, ...changes }] };
    expect(auditBooks(rows)).toContainEqual(attempt('trade-1', text));
  });

  it('finds a transaction on an attempt that has not succeeded', () => {
    const open = sampleAttempt({ state: 'prepared', transactionId: '4200000001' });
    const rows = books(sampleOrder({ attempts: ['trade-1'] }), ['reserve'], { attempts: [open] });
    expect(auditBooks(rows)).toEqual([attempt('trade-1', 'is prepared but its transactionId is 4200000001')]);
  });

  it('finds one transaction on two attempts', () => {
    const attempts = [SUCCEEDED, { ...SECOND, transactionId: '4200000001' }];
    expect(auditBooks({ ...TWICE, attempts })).toEqual([
      attempt('4200000001', 'transactionId stands 2 times'),
    ]);
  });

  it('finds two attempts of one number', () => {
    const attempts = [SUCCEEDED, sampleAttempt({ state: 'closed' })];
    expect(auditBooks({ ...PAID, attempts })).toEqual([attempt('trade-1', 'outTradeNo stands 2 times')]);
  });
});

describe('audit of the refunds', () => {
  it('finds live refunds that together exceed the payment', () => {
    const refunds = [
      sampleRefund({ amount: fen(6_000), state: 'succeeded' }),
      sampleRefund({ outRefundNo: 'refund-2', amount: fen(4_001) }),
    ];
    expect(auditBooks({ ...PAID, refunds })).toEqual([
      refund('refund-2', 'live refunds of trade-1 are 10001 but it paid 10000'),
    ]);
  });

  it('finds a refund of an attempt that never succeeded', () => {
    const rows = books(sampleOrder({ attempts: ['trade-1'] }), ['reserve'], {
      attempts: [sampleAttempt()],
      refunds: [sampleRefund({ amount: fen(1) })],
    });
    expect(auditBooks(rows)).toEqual([refund('refund-1', 'live refunds of trade-1 are 1 but it paid 0')]);
  });

  it.each([
    [FOREIGN, 'is of 10000 USD for 10000 CNY'],
    [fen(0), 'is of 0 CNY for 10000 CNY'],
    [fen(-5), 'is of -5 CNY for 10000 CNY'],
  ])('finds a refund of %p', (amount, text) => {
    expect(auditBooks({ ...PAID, refunds: [sampleRefund({ amount })] })).toEqual([refund('refund-1', text)]);
  });

  it.each<[Partial<Refund>, string]>([
    [{ outTradeNo: 'ghost' }, 'attempt ghost is not there'],
    [{ orderId: 'ghost' }, 'attempt trade-1 is of order order-1'],
  ])('finds a refund that belongs to nothing: %p', (changes, text) => {
    expect(auditBooks({ ...PAID, refunds: [sampleRefund(changes)] })).toEqual([refund('refund-1', text)]);
  });

  it('finds two refunds of one number', () => {
    const refunds = [sampleRefund({ amount: fen(1) }), sampleRefund({ amount: fen(2) })];
    expect(auditBooks({ ...PAID, refunds })).toEqual([refund('refund-1', 'outRefundNo stands 2 times')]);
  });
});

function closed(from: Order): Order {
  const decision = decideClosing({
    order: from,
    attempts: [sampleAttempt({ state: 'closed' })],
    reason: 'expired',
    nowMs: NOW_MS,
  });
  if (decision.kind !== 'closed') throw new Error(decision.kind);
  return decision.order;
}

function refundedAgain(): Rows {
  const given = { outTradeNo: 'trade-2', reason: 'secondSuccess' } as const;
  const refunds = [
    sampleRefund({ ...given, state: 'closed' }),
    sampleRefund({ ...given, outRefundNo: 'refund-2', state: 'abnormal' }),
  ];
  return { ...TWICE, refunds };
}

function otherQuantity(): Rows {
  const rows = books(sampleOrder(), ['reserve']);
  const movements = rows.movements.map((row) =>
    row.kind === 'reserve' && row.skuId === 'tea-100g' ? { ...row, quantity: 1 } : row,
  );
  return { ...rows, movements, stocks: [stockOf('tea-100g', movements), stockOf('cup-white', movements)] };
}

function oneLine(): Rows {
  const rows = books(sampleOrder(), ['reserve']);
  const movements = rows.movements.filter((row) => row.kind !== 'reserve' || row.skuId === 'tea-100g');
  return { ...rows, movements, stocks: [stockOf('tea-100g', movements), stockOf('cup-white', movements)] };
}

function stock(id: string, text: string): Problem {
  return { rule: 'stock', id, text };
}
function order(text: string): Problem {
  return { rule: 'order', id: 'order-1', text };
}
function attempt(id: string, text: string): Problem {
  return { rule: 'attempt', id, text };
}
function refund(id: string, text: string): Problem {
  return { rule: 'refund', id, text };
}

describe('audit of goods that came back', () => {
  const lines = [{ skuId: 'tea-100g', quantity: 1 }];
  const goodsBack = { lines, by: 'o-owner', atMs: NOW_MS };
  const BACK = sampleRefund({ amount: fen(4_500), lines, goodsBack });

  /** The paid order with these movements of goods coming back and these refunds. */
  function withReturns(returns: readonly Movement[], refunds: readonly Refund[]): Rows {
    const movements = [...PAID.movements, ...returns];
    const stocks = [stockOf('tea-100g', movements), stockOf('cup-white', movements)];
    return { ...PAID, stocks, movements, refunds };
  }

  it('is content when they came back once with their refund', () => {
    expect(auditBooks(withReturns(returnMovements(BACK, lines, NOW_MS), [BACK]))).toEqual([]);
  });

  it.each<[string, Rows]>([
    ['a refund says so and nothing moved', withReturns([], [BACK])],
    [
      'they moved and no refund says so',
      withReturns(returnMovements(BACK, lines, NOW_MS), [{ ...BACK, goodsBack: null }]),
    ],
  ])('finds it when %s', (_name, rows) => {
    expect(auditBooks(rows)).toMatchObject([{ rule: 'order', text: expect.stringMatching(/brought back/) }]);
  });

  it('finds more of them than the order took', () => {
    const cup = [{ skuId: 'cup-white', quantity: 1 }];
    const back = { lines: cup, by: 'o-owner', atMs: NOW_MS };
    const refunds = ['refund-1', 'refund-2'].map((outRefundNo) =>
      sampleRefund({ outRefundNo, amount: fen(1_000), lines: cup, goodsBack: back }),
    );
    const returns = refunds.flatMap((one) => returnMovements(one, cup, NOW_MS));
    const rows = { ...PAID, movements: [...PAID.movements, ...returns], refunds };
    expect(auditBooks(rows).map(({ text }) => text)).toContain('2 of cup-white came back of 1');
  });
});

describe('audit of who agreed to a refund', () => {
  const asked = { by: 'ming', atMs: NOW_MS, token: 't', requestId: null, goods: 'later' } as const;
  const given = (by: string) => ({ kind: 'given', by, atMs: NOW_MS }) as const;

  it.each<[Partial<Refund>, string]>([
    [
      { state: 'due', asked: { ...asked, approval: { kind: 'awaited' } } },
      'is due and its second approval awaited',
    ],
    [{ state: 'due', asked: { ...asked, approval: given('ming') } }, 'was approved by who asked for it'],
    [
      { state: 'due', asked: { ...asked, approval: { kind: 'declined', by: 'hong', atMs: NOW_MS } } },
      'is due and was declined',
    ],
  ])('finds %j', (changes, text) => {
    expect(auditBooks({ ...PAID, refunds: [sampleRefund(changes)] })).toEqual([refund('refund-1', text)]);
  });

  it('is content when another person agreed', () => {
    const refunds = [sampleRefund({ asked: { ...asked, approval: given('hong') } })];
    expect(auditBooks({ ...PAID, refunds })).toEqual([]);
  });
});

describe('audit of the counter', () => {
  const { order, attempt } = newCollection({
    orderId: 'order-1',
    clientToken: 'token-1',
    requestHash: 'hash-1',
    amount: fen(10_000),
    remark: '',
    nowMs: NOW_MS,
    payWithinMs: COLLECT_WITHIN_MS,
    outTradeNo: 'trade-1',
    scene: 'paymentCode',
    appid: 'wx-shop',
    mchid: '1900000001',
  });
  const completed: Order = { ...order, state: 'completed', paidAtMs: NOW_MS, completedAtMs: NOW_MS };
  const paid: Attempt = { ...attempt, state: 'succeeded', transactionId: '4200000001' };
  const reversing: Attempt = { ...paid, collecting: { ...newCollecting(NOW_MS), reverseSentAtMs: NOW_MS } };
  const counter = (
    orders: readonly Order[],
    attempts: readonly Attempt[],
    rest: Partial<Rows> = {},
  ): Rows => ({
    stocks: [],
    movements: [],
    orders,
    attempts,
    refunds: [],
    ...rest,
  });
  const taken: Order = { ...completed, state: 'closed', closeReason: 'cancelled', closedAtMs: NOW_MS };

  it.each<[string, Rows]>([
    ['waits', counter([order], [attempt])],
    ['is paid', counter([completed], [paid])],
    ['is being taken back', counter([completed], [reversing])],
    ['was taken back', counter([taken], [{ ...paid, state: 'reversed' }])],
  ])('is clean where a collection %s', (_name, rows) => {
    expect(auditBooks(rows)).toEqual([]);
  });

  it.each<[string, Rows, string]>([
    [
      'holds stock',
      counter([{ ...completed, stockHeld: 'sold' }], [paid]),
      'is completed but its stock is sold',
    ],
    [
      'is completed by what was reversed',
      counter([completed], [{ ...paid, state: 'reversed' }]),
      'is completed but no attempt paid',
    ],
    [
      'was taken back but keeps the money',
      counter([taken], [paid]),
      'is closed but trade-1 paid and is not given back',
    ],
    [
      'was reversed without ever being paid',
      counter([taken], [{ ...attempt, state: 'reversed' }]),
      'is reversed but its transactionId is null',
    ],
    [
      'is reversed and refunded',
      counter([completed], [reversing], { refunds: [sampleRefund()] }),
      'live refunds of trade-1 are 10000 but it paid 0',
    ],
  ])('finds a collection that %s', (_name, rows, text) => {
    expect(auditBooks(rows).map((problem) => problem.text)).toContain(text);
  });

  it('finds a delivery that claims to need no stock', () => {
    const rows = books(sampleOrder({ stockHeld: 'none' }), []);
    expect(auditBooks(rows).map((problem) => problem.text)).toContain(
      'is awaitingPayment but its stock is none',
    );
  });
});
