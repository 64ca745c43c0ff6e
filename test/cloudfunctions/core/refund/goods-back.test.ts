import { describe, expect, it } from '@jest/globals';
import { decideGoodsBack } from '../../../../cloudfunctions/core/refund/goods-back';
import type { Refund } from '../../../../cloudfunctions/core/refund/refund';
import { NOW_MS, sampleOrder, sampleRefund } from '../samples';

const ORDER = sampleOrder({ state: 'paid', stockHeld: 'sold' });
const LINES = [{ skuId: 'cup-white', quantity: 1 }];
const REFUND = sampleRefund({ lines: LINES });

function decide(refund: Refund, refunds: readonly Refund[] = [refund], order = ORDER) {
  return decideGoodsBack({ order, refunds, refund, by: 'ming', nowMs: NOW_MS });
}

describe('goods of a refund', () => {
  it('come back under ids that name the refund, and are kept on it', () => {
    expect(decide(REFUND)).toMatchObject({
      kind: 'back',
      refund: { goodsBack: { lines: LINES, by: 'ming', atMs: NOW_MS } },
      movements: [{ movementId: 'order-1:return:refund-1:cup-white', kind: 'return', quantity: 1 }],
    });
  });

  it('come back once', () => {
    const goodsBack = { lines: LINES, by: 'ming', atMs: NOW_MS };
    expect(decide({ ...REFUND, goodsBack })).toEqual({ kind: 'already' });
  });

  it('do not come back a second time with a refund that follows one the gateway closed', () => {
    const goodsBack = { lines: LINES, by: 'ming', atMs: NOW_MS };
    const closed = { ...REFUND, outRefundNo: 'refund-0', state: 'closed', goodsBack } as const;
    expect(decide(REFUND, [closed, REFUND])).toEqual({ kind: 'refused', refusal: 'GOODS_EXCEED' });
  });

  it('are none where it is about an amount, or the order holds none', () => {
    const none = { kind: 'refused', refusal: 'NO_GOODS' };
    expect(decide(sampleRefund())).toEqual(none);
    expect(decide(REFUND, [REFUND], sampleOrder({ state: 'closed', stockHeld: 'released' }))).toEqual(none);
  });

  it('stay away until everybody needed has agreed', () => {
    const refused = { kind: 'refused', refusal: 'REFUND_NOT_APPROVED' };
    expect(decide({ ...REFUND, state: 'awaitingApproval' })).toEqual(refused);
  });
});
