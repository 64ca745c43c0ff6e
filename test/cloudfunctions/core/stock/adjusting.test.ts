import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decideAdjusting } from '../../../../cloudfunctions/core/stock/adjusting';
import type { StockFile } from '../../../../cloudfunctions/core/stock/adjusting';
import type { Movement, Stock } from '../../../../cloudfunctions/core/stock/stock';
import { applyMovement, newStock, stockProblems } from '../../../../cloudfunctions/core/stock/stock';

const CLERK = { openid: 'o-clerk', role: 'warehouse' } as const;
const step = fc.oneof(
  fc.record({
    kind: fc.constant('adjust' as const),
    delta: fc.integer({ min: -20, max: 20 }),
    late: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('reserve' as const, 'sell' as const),
    quantity: fc.integer({ min: 1, max: 5 }),
  }),
);

function fileOf(stock: Stock, adjustments: number): StockFile {
  return {
    stock,
    productId: 'p',
    title: '碗',
    values: ['大'],
    picture: null,
    barcode: '',
    onSale: true,
    adjustments,
  };
}

describe('adjustments among orders', () => {
  it('keep the books right, take nothing that is set aside, and happen on the version that was seen', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.array(step, { maxLength: 40 }), (initial, steps) => {
        let stock = newStock('s', initial);
        let adjustments = 0;
        const movements: Movement[] = [];
        for (const [n, each] of steps.entries()) {
          if (each.kind !== 'adjust') {
            const movement = { movementId: `o-${n}`, skuId: 's', orderId: `o${n}`, atMs: n, ...each };
            const moved = applyMovement(stock, movement);
            if (moved.kind === 'applied') {
              stock = moved.stock;
              movements.push(movement);
            }
          } else if (each.delta !== 0) {
            const { delta, late } = each;
            const version = late ? adjustments - 1 : adjustments;
            const wish = { movementId: `a-${n}`, delta, reason: 'recount', note: '', version } as const;
            const doing = { actor: CLERK, actionId: `action-${n}`, nowMs: n };
            const decision = decideAdjusting(fileOf(stock, adjustments), null, wish, doing);
            const expected = late ? 'STOCK_CHANGED' : stock.onHand + delta < 0 ? 'STOCK_TOO_LOW' : 'done';
            expect(decision.kind === 'refused' ? decision.refusal : decision.kind).toBe(expected);
            if (decision.kind === 'refused' || decision.write === undefined) continue;
            expect(decision.write.stock.reserved).toBe(stock.reserved);
            ({ stock } = decision.write);
            movements.push(decision.write.movement);
            adjustments += 1;
            // The same wish again, after whatever it did.
            const again = decideAdjusting(fileOf(stock, adjustments), decision.write.movement, wish, doing);
            expect(again).toEqual({ kind: 'done' });
          }
        }
        expect(stockProblems(stock, movements)).toEqual([]);
      }),
    );
  });
});
