import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  MOVEMENT_KINDS,
  applyMovement,
  mergeLines,
  movementId,
  newStock,
  orderMovements,
  stockProblems,
} from '../../../../cloudfunctions/core/stock/stock';
import type { Movement, MovementKind, Stock } from '../../../../cloudfunctions/core/stock/stock';
import { NOW_MS } from '../samples';

/** 10 pieces to begin with and 2 delivered: 5 on hand, 4 reserved, 3 sold. */
const STOCK: Stock = { skuId: 'tea', initial: 10, adjusted: 2, onHand: 5, reserved: 4, sold: 3 };

describe('new stock', () => {
  it('has everything on hand', () => {
    const expected = { skuId: 'tea', initial: 7, adjusted: 0, onHand: 7, reserved: 0, sold: 0 };
    expect(newStock('tea', 7)).toStrictEqual(expected);
  });

  it('may begin empty', () => {
    expect(newStock('tea', 0).onHand).toBe(0);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('throws on %p pieces', (initial) => {
    expect(() => newStock('tea', initial)).toThrow(RangeError);
  });
});

describe('applyMovement', () => {
  it.each<[MovementKind, number, Partial<Stock>]>([
    ['reserve', 5, { onHand: 0, reserved: 9 }],
    ['release', 4, { onHand: 9, reserved: 0 }],
    ['sell', 4, { reserved: 0, sold: 7 }],
    ['sellOnHand', 5, { onHand: 0, sold: 8 }],
    ['return', 3, { onHand: 8, sold: 0 }],
    ['adjust', 6, { onHand: 11, adjusted: 8 }],
    ['adjust', -5, { onHand: 0, adjusted: -3 }],
  ])('moves as much as there is: %s %i', (kind, quantity, changes) => {
    const outcome = applyMovement(STOCK, movement({ kind, quantity }));
    expect(outcome).toStrictEqual({ kind: 'applied', stock: { ...STOCK, ...changes } });
  });

  it.each<[MovementKind, number, number]>([
    ['reserve', 6, 5],
    ['release', 5, 4],
    ['sell', 5, 4],
    ['sellOnHand', 6, 5],
    ['return', 4, 3],
    ['adjust', -6, 5],
  ])('refuses one piece more than there is: %s %i', (kind, quantity, available) => {
    const outcome = applyMovement(STOCK, movement({ kind, quantity }));
    expect(outcome).toStrictEqual({ kind: 'refused', reason: 'insufficient', available });
  });

  it.each(
    MOVEMENT_KINDS.flatMap((kind) => [0, 0.5, Number.NaN].map((quantity) => [kind, quantity] as const)),
  )('throws on a quantity that cannot be: %s %p', (kind, quantity) => {
    expect(() => applyMovement(STOCK, movement({ kind, quantity }))).toThrow(RangeError);
  });

  it.each(MOVEMENT_KINDS.filter((kind) => kind !== 'adjust'))('throws on a negative %s', (kind) => {
    expect(() => applyMovement(STOCK, movement({ kind, quantity: -1 }))).toThrow(RangeError);
  });

  it('throws on a movement of another SKU', () => {
    expect(() => applyMovement(STOCK, movement({ skuId: 'cup' }))).toThrow(RangeError);
  });
});

describe('movementId', () => {
  it('is the same for the same order, SKU and kind', () => {
    expect(movementId('order-1', 'tea', 'sell')).toBe('order-1:sell:tea');
  });

  it('differs when any of the three differs', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '-', ':') });
    const triple = fc.tuple(
      part.map((text) => text.replaceAll(':', '')),
      part,
      fc.constantFrom('reserve', 'release', 'sell', 'sellOnHand'),
    );
    fc.assert(
      fc.property(triple, triple, (a, b) => {
        expect(movementId(...a) === movementId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it('throws on an order id that contains a colon', () => {
    expect(() => movementId('a:sell', 'tea', 'sell')).toThrow(RangeError);
  });
});

describe('mergeLines', () => {
  it('adds up repeated SKUs in the order of first appearance', () => {
    const lines = [
      { skuId: 'b', quantity: 1 },
      { skuId: 'a', quantity: 2 },
      { skuId: 'b', quantity: 3 },
    ];
    expect(mergeLines(lines)).toEqual([
      { skuId: 'b', quantity: 4 },
      { skuId: 'a', quantity: 2 },
    ]);
  });
});

describe('orderMovements', () => {
  it('makes one movement per SKU, the same ones every time', () => {
    const lines = [
      { skuId: 'tea', quantity: 1 },
      { skuId: 'tea', quantity: 2 },
    ];
    const make = () => orderMovements({ orderId: 'order-1', lines }, 'reserve', NOW_MS);
    expect(make()).toStrictEqual([
      {
        movementId: 'order-1:reserve:tea',
        skuId: 'tea',
        orderId: 'order-1',
        kind: 'reserve',
        quantity: 3,
        atMs: NOW_MS,
      },
    ]);
    expect(make()).toStrictEqual(make());
  });
});

describe('stockProblems', () => {
  const movements = [
    movement({ movementId: 'a', kind: 'adjust', quantity: 2, orderId: null }),
    movement({ movementId: 'b', kind: 'reserve', quantity: 7 }),
    movement({ movementId: 'c', kind: 'sell', quantity: 3 }),
  ];

  it('finds nothing wrong with right books, in whatever order the movements come', () => {
    expect(stockProblems(STOCK, movements)).toEqual([]);
    expect(stockProblems(STOCK, movements.toReversed())).toEqual([]);
  });

  it('names a broken equation and what the movements make of it', () => {
    expect(stockProblems({ ...STOCK, onHand: 6 }, movements)).toEqual([
      'onHand 6 + reserved 4 + sold 3 is not initial 10 + adjusted 2',
      'onHand is 6 but the movements make it 5',
    ]);
  });

  it('names counters that balance but are not what the movements make', () => {
    expect(stockProblems({ ...STOCK, onHand: 6, reserved: 3 }, movements)).toEqual([
      'onHand is 6 but the movements make it 5',
      'reserved is 3 but the movements make it 4',
    ]);
  });

  it.each(['onHand', 'reserved', 'sold', 'initial'] as const)('names a negative %s', (name) => {
    expect(stockProblems({ ...STOCK, [name]: -1 }, movements)).toContain(`${name} is -1`);
  });

  it('names a counter that is not whole', () => {
    expect(stockProblems({ ...STOCK, onHand: 5.5, reserved: 3.5 }, movements)).toEqual(
      expect.arrayContaining(['onHand is 5.5', 'reserved is 3.5']),
    );
  });

  it('counts a movement recorded twice once, and names it', () => {
    expect(stockProblems(STOCK, [...movements, ...movements.slice(2)])).toEqual([
      'movement c is recorded twice',
    ]);
  });

  it.each([
    [{ movementId: 'd', skuId: 'cup' }, 'movement d is of cup'],
    [{ movementId: 'd', quantity: 0 }, 'movement d has quantity 0'],
  ])('leaves out a movement that cannot be, and names it', (changes, problem) => {
    expect(stockProblems(STOCK, [...movements, movement(changes)])).toEqual([problem]);
  });
});

describe('stock under random movements', () => {
  const anyMovement = fc
    .record({
      kind: fc.constantFrom(...MOVEMENT_KINDS),
      quantity: fc.integer({ min: 1, max: 9 }),
      down: fc.boolean(),
      id: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ kind, quantity, down, id }) =>
      movement({ movementId: `m-${id}`, kind, quantity: kind === 'adjust' && down ? -quantity : quantity }),
    );

  it('keeps the equation, is never negative, and is always the sum of what was applied', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.array(anyMovement, { maxLength: 40 }), (initial, movements) => {
        let stock = newStock('tea', initial);
        const recorded = new Map<string, Movement>();
        for (const next of movements) {
          if (recorded.has(next.movementId)) continue;
          const outcome = applyMovement(stock, next);
          if (outcome.kind === 'applied') {
            stock = outcome.stock;
            recorded.set(next.movementId, next);
          }
          const { onHand, reserved, sold, adjusted } = stock;
          expect(onHand + reserved + sold).toBe(initial + adjusted);
          expect(Math.min(onHand, reserved, sold)).toBeGreaterThanOrEqual(0);
        }
        expect(stockProblems(stock, recorded.values())).toEqual([]);
      }),
    );
  });

  it('is the same when every movement is sent again', () => {
    fc.assert(
      fc.property(fc.array(anyMovement, { maxLength: 30 }), (movements) => {
        const once = book(movements);
        const twice = book(movements.flatMap((each) => [each, each]));
        // A refused movement may fit later, so a repeat of the whole list is only harmless for those that happened.
        const again = book([...once.happened, ...once.happened]);
        expect(twice.stock).toEqual(once.stock);
        expect(again.stock).toEqual(once.stock);
      }),
    );
  });

  it('refuses exactly what would make a counter negative', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), fc.nat(9), anyMovement, (onHand, reserved, sold, next) => {
        const stock: Stock = {
          skuId: 'tea',
          initial: onHand + reserved + sold,
          adjusted: 0,
          onHand,
          reserved,
          sold,
        };
        const { kind, quantity } = next;
        const held = kind === 'return' ? sold : onHand;
        const from = kind === 'release' || kind === 'sell' ? reserved : held;
        const taken = kind === 'adjust' ? -quantity : quantity;
        expect(applyMovement(stock, next).kind).toBe(taken > from ? 'refused' : 'applied');
      }),
    );
  });
});

/** Books movements as a store does: an id that is recorded is skipped, a refused movement leaves no record. */
function book(movements: readonly Movement[]): { stock: Stock; happened: readonly Movement[] } {
  const recorded = new Map<string, Movement>();
  let stock = newStock('tea', 10);
  for (const each of movements) {
    if (recorded.has(each.movementId)) continue;
    const outcome = applyMovement(stock, each);
    if (outcome.kind === 'refused') continue;
    stock = outcome.stock;
    recorded.set(each.movementId, each);
  }
  return { stock, happened: [...recorded.values()] };
}

function movement(changes: Partial<Movement>): Movement {
  return {
    movementId: 'm-1',
    skuId: 'tea',
    orderId: 'order-1',
    kind: 'reserve',
    quantity: 1,
    atMs: NOW_MS,
    ...changes,
  };
}
