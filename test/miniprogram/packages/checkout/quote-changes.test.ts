import { describe, expect, it } from '@jest/globals';
import type { QuoteView, UnavailableReason } from '../../../../miniprogram/contract/quote';
import { newPriceOf } from '../../../../miniprogram/packages/checkout/confirm/new-price';
import { missingOf } from '../../../../miniprogram/packages/checkout/confirm/ways-out';
import { quoteLine, quoteOf, yuan } from '../../samples';

function missing(
  lines: readonly (readonly [skuId: string, reason: UnavailableReason, maxQuantity: number])[],
  waysOut: QuoteView['waysOut'],
) {
  return missingOf(
    quoteOf([quoteLine('green')], {
      waysOut,
      unavailable: lines.map(([skuId, reason, maxQuantity]) => ({
        skuId,
        title: skuId,
        specification: '',
        quantity: 5,
        reason,
        maxQuantity,
      })),
    }),
  );
}

const green = { skuId: 'green', quantity: 1 };

describe('price that moved', () => {
  it('names the lines and the sum, old and new', () => {
    const shown = quoteOf([quoteLine('green'), quoteLine('blue', 2)]);
    const now = quoteOf([quoteLine('green', 1, 9900), quoteLine('blue', 2)]);
    expect(newPriceOf(shown, now)).toMatchObject({
      before: yuan(8800 * 3 + 800),
      now: yuan(9900 + 8800 * 2 + 800),
      lines: [{ skuId: 'green', before: yuan(8800), now: yuan(9900) }],
      freight: null,
    });
  });

  it('names the freight where that is what moved', () => {
    const shown = quoteOf([quoteLine('green')]);
    const now = quoteOf([quoteLine('green')], { freight: yuan(1800), payable: yuan(10_600) });
    expect(newPriceOf(shown, now)).toMatchObject({
      lines: [],
      freight: { before: yuan(800), now: yuan(1800) },
      now: yuan(10_600),
    });
  });
});

describe('lines that cannot be bought', () => {
  it('are nothing to talk about when there are none', () => {
    expect(missing([], { without: [green], reduced: [green] })).toBeNull();
  });

  it('stand by reason, in words', () => {
    const found = missing(
      [
        ['a', 'soldOut', 0],
        ['b', 'notEnough', 2],
        ['c', 'soldOut', 0],
      ],
      { without: [green], reduced: [green, { skuId: 'b', quantity: 2 }] },
    );
    expect(found?.groups.map(({ words, lines }) => [words, lines.map(({ skuId }) => skuId)])).toEqual([
      ['已售罄', ['a', 'c']],
      ['库存不足', ['b']],
    ]);
    expect(found?.buttons.map(({ way }) => way)).toEqual(['reduced', 'without']);
  });

  it('leave one way when taking fewer and leaving out is the same', () => {
    const found = missing([['a', 'soldOut', 0]], { without: [green], reduced: [green] });
    expect(found?.buttons.map(({ way }) => way)).toEqual(['without']);
  });

  it('leave only the way back when nothing would remain', () => {
    expect(missing([['a', 'soldOut', 0]], { without: [], reduced: [] })?.buttons).toEqual([]);
  });

  it('offer another address first where nobody delivers', () => {
    const found = missing([['a', 'noDelivery', 0]], { without: [], reduced: [] });
    expect(found?.buttons.map(({ way }) => way)).toEqual(['address']);
  });
});
