import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  chosenSku,
  firstChoice,
  missingAxes,
  mostPieces,
  optionsOf,
  pictureOf,
  tapValue,
  type Choice,
} from '../../../miniprogram/components/sku-popup/sku-matrix';
import { picture, sku } from '../samples';

const axes = [
  { name: '颜色', values: ['燕麦', '墨绿', '藏青'] },
  { name: '尺寸', values: ['小', '大'] },
];
const skus = [
  sku('a', ['燕麦', '小'], 5),
  sku('b', ['燕麦', '大'], 1),
  sku('c', ['墨绿', '小'], 0),
  sku('d', ['藏青', '大'], 0),
];

function states(choice: Choice): Record<string, string> {
  return Object.fromEntries(
    optionsOf(axes, skus, choice).flatMap(({ options }) => options.map(({ value, state }) => [value, state])),
  );
}

/** Any product: some axes, any part of their combinations, any stock. */
const anyProduct = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 0, maxLength: 3 }).chain((sizes) => {
  const anyAxes = sizes.map((size, axis) => ({
    name: `axis${axis}`,
    values: Array.from({ length: size }, (_value, index) => `${axis}.${index}`),
  }));
  const combinations = anyAxes.reduce<string[][]>(
    (found, { values }) => found.flatMap((start) => values.map((value) => [...start, value])),
    [[]],
  );
  return fc.record({
    axes: fc.constant(anyAxes),
    skus: fc
      .tuple(fc.subarray(combinations), fc.infiniteStream(fc.nat(3)))
      .map(([chosen, stock]) =>
        chosen.map((values, index) => sku(`sku${index}`, values, stock.next().value as number)),
      ),
  });
});

describe('specification matrix', () => {
  it('tells a value that is sold out from one that does not exist with the others', () => {
    expect(states([null, null])).toEqual({
      燕麦: 'possible',
      墨绿: 'soldOut',
      藏青: 'soldOut',
      小: 'possible',
      大: 'possible',
    });
    expect(states(['墨绿', null])).toMatchObject({ 小: 'elsewhere', 大: 'elsewhere' });
    expect(states(['燕麦', '大'])).toMatchObject({
      燕麦: 'chosen',
      大: 'chosen',
      小: 'possible',
      藏青: 'soldOut',
    });
  });

  it('keeps a chosen value when it is tapped again', () => {
    expect(tapValue(skus, ['燕麦', null], 0, '燕麦')).toEqual(['燕麦', null]);
  });

  it('leaves the choice alone when what was tapped cannot be bought', () => {
    const choice: Choice = [null, null];
    expect(tapValue(skus, choice, 0, '墨绿')).toBe(choice);
  });

  it('begins with the first specification that can be bought, and with none where none can', () => {
    const [gone, ...others] = skus.map((one, index) => (index === 0 ? { ...one, available: 0 } : one));
    expect(firstChoice(axes, skus)).toEqual(['燕麦', '小']);
    expect(firstChoice(axes, gone === undefined ? [] : [gone, ...others])).toEqual(['燕麦', '大']);
    expect(firstChoice(axes, [sku('c', ['墨绿', '小'], 0)])).toEqual([null, null]);
    expect(chosenSku([sku('only', [], 3)], firstChoice([], [sku('only', [], 3)]))?.skuId).toBe('only');
  });

  it('lets the other axes follow a value that does not go with them', () => {
    const two = [sku('a', ['燕麦', '小'], 5), sku('b', ['藏青', '大'], 1)];
    expect(tapValue(two, ['燕麦', '小'], 0, '藏青')).toEqual(['藏青', '大']);
    expect(tapValue(two, ['燕麦', null], 1, '大')).toEqual(['藏青', '大']);
  });

  it('names the axes that are missing', () => {
    expect(missingAxes(axes, ['燕麦', null])).toEqual(['尺寸']);
  });

  it('shows the picture of what is chosen so far', () => {
    const green = { ...sku('g', ['墨绿', '小'], 1), picture };
    expect(pictureOf([...skus, green], ['墨绿', null])).toBe(picture);
    expect(pictureOf([...skus, green], ['燕麦', null])).toBeNull();
  });

  it('goes no further than stock and limit', () => {
    expect(mostPieces(sku('s', [], 3), 5)).toBe(3);
    expect(mostPieces(sku('s', [], 9), 5)).toBe(5);
    expect(mostPieces(sku('s', [], 0), 5)).toBe(0);
  });

  it('never lets a shopper end at something that is not there, whatever is tapped', () => {
    fc.assert(
      fc.property(anyProduct, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 12 }), (product, taps) => {
        let choice = firstChoice(product.axes, product.skus);
        for (const [anyAxis, anyValue] of taps) {
          const axis = product.axes.length === 0 ? -1 : anyAxis % product.axes.length;
          const values = product.axes[axis]?.values ?? [];
          const value = values[anyValue % Math.max(values.length, 1)];
          if (value !== undefined) choice = tapValue(product.skus, choice, axis, value);
        }
        const chosen = chosenSku(product.skus, choice);
        if (product.axes.length > 0 && !choice.includes(null)) expect(chosen?.available).toBeGreaterThan(0);
        // Whatever can be bought at all is one tap away, or more, from anywhere.
        for (const { values, available } of product.skus)
          if (available > 0) {
            const reached = values.reduce(
              (now, value, axis) => (now[axis] === value ? now : tapValue(product.skus, now, axis, value)),
              product.axes.map((): string | null => null) as Choice,
            );
            expect(reached).toEqual(values);
          }
        // What is drawn as possible really leads to pieces that can be bought.
        for (const [axis, { options }] of optionsOf(product.axes, product.skus, choice).entries())
          for (const { value, state } of options)
            if (state === 'possible')
              expect(
                product.skus.some(
                  (one) =>
                    one.available > 0 &&
                    one.values[axis] === value &&
                    choice.every(
                      (other, index) => index === axis || other === null || one.values[index] === other,
                    ),
                ),
              ).toBe(true);
      }),
    );
  });
});
