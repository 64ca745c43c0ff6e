import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  axisEdit,
  axisProblem,
  combinations,
  gridRows,
  PLAIN_GRID,
  valuesTyped,
  withAllCells,
  withAxis,
  withCell,
  withoutAxis,
  withoutPicture,
  type Grid,
} from '../../../../miniprogram/packages/desk/product/sku-grid';

const fresh = (...values: string[]) => values.map((now) => ({ was: '', now }));

/** A grid of colours and sizes with a price of its own in each combination. */
function painted(colours: readonly string[], sizes: readonly string[]): Grid {
  const axes = [
    { name: '颜色', values: colours },
    { name: '尺码', values: sizes },
  ];
  const empty: Grid = { axes, cells: {} };
  return combinations(axes).reduce(
    (grid, values, index) =>
      withCell(grid, values, { skuId: `sku-${index}`, priceText: String(index + 1), barcode: `b${index}` }),
    empty,
  );
}

const names = fc.uniqueArray(
  fc.string({ minLength: 1, maxLength: 4 }).map((text) => `v${text.trim()}`),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const grids = fc.tuple(names, names).map(([colours, sizes]) => painted(colours, sizes));

describe('grid of specifications', () => {
  it('begins with one combination of no values', () => {
    expect(gridRows(PLAIN_GRID).map(({ values }) => values)).toEqual([[]]);
  });

  it('gives what there is to the first value of a new axis', () => {
    const plain = withCell(PLAIN_GRID, [], { skuId: 'one', priceText: '19.90' });
    const grid = withAxis(plain, 0, { name: '颜色', values: fresh('红', '蓝') });
    expect(gridRows(grid).map(({ values, cell }) => [values, cell.skuId, cell.priceText])).toEqual([
      [['红'], 'one', '19.90'],
      [['蓝'], '', '19.90'],
    ]);
  });

  it('keeps every specification when a value gets another name', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const edit = axisEdit(grid, 0);
        const values = edit.values.map(({ was }) => ({ was, now: `${was}新` }));
        const renamed = withAxis(grid, 0, { ...edit, values });
        expect(gridRows(renamed).map(({ cell }) => cell)).toEqual(gridRows(grid).map(({ cell }) => cell));
      }),
    );
  });

  it('swaps two names without mixing up their specifications', () => {
    const grid = painted(['红', '蓝'], ['大']);
    const swapped = withAxis(grid, 0, {
      name: '颜色',
      values: [
        { was: '红', now: '蓝' },
        { was: '蓝', now: '红' },
      ],
    });
    expect(gridRows(swapped).map(({ values, cell }) => [values[0], cell.skuId])).toEqual([
      ['蓝', 'sku-0'],
      ['红', 'sku-1'],
    ]);
  });

  it('remembers what was typed for a value that comes back', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const edit = axisEdit(grid, 1);
        const fewer = withAxis(grid, 1, { ...edit, values: [...edit.values.slice(1), ...fresh('别的')] });
        const again = edit.values.map(({ was }, index) =>
          index === 0 ? { was: '', now: was } : { was, now: was },
        );
        const back = withAxis(fewer, 1, { ...edit, values: again });
        expect(gridRows(back)).toEqual(gridRows(grid));
      }),
    );
  });

  it('loses nothing by an axis that was added and taken away again', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const added = withAxis(grid, 2, { name: '口味', values: fresh('甜', '咸') });
        expect(gridRows(withoutAxis(added, 2))).toEqual(gridRows(grid));
      }),
    );
  });

  it('never gives one specification to two combinations', () => {
    const edits = fc.record({ index: fc.nat(2), values: names });
    fc.assert(
      fc.property(grids, fc.array(edits, { maxLength: 6 }), (start, changes) => {
        const grid = changes.reduce((now, { index, values }) => {
          const edit = axisEdit(now, index);
          const next = values.map((name, at) => ({ was: edit.values[at]?.was ?? '', now: name }));
          const wanted = { name: edit.name || `轴${index}`, values: next };
          return index <= now.axes.length && axisProblem(now, index, wanted) === ''
            ? withAxis(now, index, wanted)
            : now;
        }, start);
        const skuIds = gridRows(grid).flatMap(({ cell }) => (cell.skuId === '' ? [] : [cell.skuId]));
        expect(new Set(skuIds).size).toBe(skuIds.length);
      }),
    );
  });

  it('fills the same price into every combination', () => {
    const grid = withAllCells(painted(['红', '蓝'], ['大', '小']), { priceText: '9.90' });
    expect(gridRows(grid).map(({ cell }) => cell.priceText)).toEqual(['9.90', '9.90', '9.90', '9.90']);
  });

  it.each([
    [{ name: ' ', values: fresh('红') }, '请填写规格名称'],
    [{ name: '颜色', values: [] }, '请至少添加一个选项'],
    [{ name: '颜色', values: fresh('红', ' 红') }, '有重复的选项'],
    [{ name: '颜色', values: fresh('红', '') }, '有选项没有填写'],
    [
      { name: '颜色', values: fresh(...Array.from({ length: 21 }, (_, index) => `v${index}`)) },
      '最多 20 个选项',
    ],
  ])('says what is wrong with %j', (edit, words) => {
    expect(axisProblem(PLAIN_GRID, 0, edit)).toContain(words);
  });

  it('refuses more combinations than a product may have, and says how many', () => {
    const grid = painted(
      Array.from({ length: 11 }, (_, index) => `c${index}`),
      ['大'],
    );
    const edit = { name: '尺码', values: fresh(...Array.from({ length: 10 }, (_, index) => `s${index}`)) };
    expect(axisProblem(grid, 1, edit)).toContain('现在有 110 个');
  });

  it('reads several values as people type them', () => {
    expect(valuesTyped(' 红 蓝，绿、黄/紫;;')).toEqual(['红', '蓝', '绿', '黄', '紫']);
  });
});

describe('a photo that is taken off the product', () => {
  it('is taken off every combination that showed it, and off no other', () => {
    const grid = painted(['红', '蓝'], ['大']);
    const shown = withCell(withCell(grid, ['红', '大'], { pictureId: 'a' }), ['蓝', '大'], {
      pictureId: 'b',
    });
    const left = gridRows(withoutPicture(shown, 'a')).map(({ cell }) => cell.pictureId);
    expect(left).toEqual(['', 'b']);
    expect(withoutPicture(shown, 'c')).toBe(shown);
  });
});
