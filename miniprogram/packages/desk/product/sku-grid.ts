import { PRODUCT_LIMITS } from '../../../contract/desk-products';

/** One combination as it is being entered; texts as they were typed. */
export interface Cell {
  /** The specification it was before; empty for a new one. */
  readonly skuId: string;
  readonly offered: boolean;
  readonly priceText: string;
  readonly barcode: string;
  /** First stock of a new one. */
  readonly piecesText: string;
  /** Empty for none. */
  readonly pictureId: string;
}

/** What buyers choose by, e.g. 颜色 with its values. */
export interface Axis {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * The specifications as they are being entered. `cells` also remembers combinations the axes no longer have: a value
 * that comes back brings along what was typed.
 */
export interface Grid {
  readonly axes: readonly Axis[];
  readonly cells: Readonly<Record<string, Cell>>;
}

export const EMPTY_CELL: Cell = {
  skuId: '',
  offered: true,
  priceText: '',
  barcode: '',
  piecesText: '',
  pictureId: '',
};

/** A product without specifications: one combination of no values. */
export const PLAIN_GRID: Grid = { axes: [], cells: { '[]': EMPTY_CELL } };

/** The name of a combination among the cells. */
export function cellKey(values: readonly string[]): string {
  return JSON.stringify(values);
}

/** Every combination of the axes' values, in their order. */
export function combinations(axes: readonly Axis[]): readonly (readonly string[])[] {
  return axes.reduce<readonly (readonly string[])[]>(
    (rows, { values }) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}

/** A combination with what is typed for it. */
export interface GridRow {
  readonly values: readonly string[];
  readonly cell: Cell;
}

/** What a combination nobody has typed for begins with: the price of the first one, which is most often the same. */
function freshCell({ axes, cells }: Grid): Cell {
  const [first] = combinations(axes);
  const priceText = first === undefined ? '' : (cells[cellKey(first)]?.priceText ?? '');
  return { ...EMPTY_CELL, priceText };
}

/** Every combination with its cell. */
export function gridRows(grid: Grid): readonly GridRow[] {
  const fresh = freshCell(grid);
  return combinations(grid.axes).map((values) => ({ values, cell: grid.cells[cellKey(values)] ?? fresh }));
}

/** The grid after a photo is gone: no combination shows it any more. */
export function withoutPicture(grid: Grid, fileId: string): Grid {
  if (!Object.values(grid.cells).some(({ pictureId }) => pictureId === fileId)) return grid;
  const cells = Object.entries(grid.cells).map(([key, cell]): readonly [string, Cell] => [
    key,
    cell.pictureId === fileId ? { ...cell, pictureId: '' } : cell,
  ]);
  return { ...grid, cells: Object.fromEntries(cells) };
}

/** A cell changed. */
export function withCell(grid: Grid, values: readonly string[], change: Partial<Cell>): Grid {
  const key = cellKey(values);
  const cell = { ...(grid.cells[key] ?? freshCell(grid)), ...change };
  return { ...grid, cells: { ...grid.cells, [key]: cell } };
}

/** The same change in every combination. */
export function withAllCells(grid: Grid, change: Partial<Cell>): Grid {
  return gridRows(grid).reduce((changed, { values }) => withCell(changed, values, change), grid);
}

/** An axis as it is edited: each value with what it was called; empty where it is new. */
export interface AxisEdit {
  readonly name: string;
  readonly values: readonly { readonly was: string; readonly now: string }[];
}

/** What an edit begins with. */
export function axisEdit({ axes }: Grid, index: number): AxisEdit {
  const axis = axes[index];
  return axis === undefined
    ? { name: '', values: [] }
    : { name: axis.name, values: axis.values.map((value) => ({ was: value, now: value })) };
}

/** Values as people type several: `红 蓝，绿`. */
export function valuesTyped(text: string): readonly string[] {
  return text.split(/[\s,，、;；/]+/).filter((value) => value !== '');
}

function tidied({ name, values }: AxisEdit): AxisEdit {
  return { name: name.trim(), values: values.map(({ was, now }) => ({ was, now: now.trim() })) };
}

/** What is wrong with an edit, in one sentence; empty where nothing is. */
export function axisProblem({ axes }: Grid, index: number, edit: AxisEdit): string {
  const { name, values } = tidied(edit);
  const { axisNameLength, valueLength, valuesPerAxis, skus } = PRODUCT_LIMITS;
  const others = axes.filter((_axis, at) => at !== index);
  const names = values.map(({ now }) => now);
  if (name === '') return '请填写规格名称，如：颜色';
  if (name.length > axisNameLength) return `规格名称最多 ${axisNameLength} 个字`;
  if (others.some((axis) => axis.name === name)) return `已经有“${name}”了，请换一个名称`;
  if (names.length === 0) return '请至少添加一个选项，如：红色';
  if (names.some((value) => value === '')) return '有选项没有填写，请填写或删除';
  if (names.some((value) => value.length > valueLength)) return `每个选项最多 ${valueLength} 个字`;
  if (new Set(names).size < names.length) return '有重复的选项，请修改';
  if (names.length > valuesPerAxis) return `每种规格最多 ${valuesPerAxis} 个选项`;
  const count = others.reduce((product, axis) => product * axis.values.length, names.length);
  return count > skus ? `规格组合最多 ${skus} 个，现在有 ${count} 个，请减少选项` : '';
}

function moved(
  { cells, axes }: Grid,
  keyOf: (values: readonly string[]) => readonly string[] | null,
): Readonly<Record<string, Cell>> {
  const next: Record<string, Cell> = {};
  // What nobody touched keeps its name, and gives way to what was moved there.
  for (const [key, cell] of Object.entries(cells)) next[key] = cell;
  for (const values of combinations(axes)) {
    const to = keyOf(values);
    const cell = cells[cellKey(values)];
    if (to === null || cell === undefined || cellKey(to) === cellKey(values)) continue;
    delete next[cellKey(values)];
  }
  for (const values of combinations(axes)) {
    const to = keyOf(values);
    const cell = cells[cellKey(values)];
    if (to !== null && cell !== undefined) next[cellKey(to)] = cell;
  }
  return next;
}

/**
 * The grid after an axis was edited; `index` after the last axis adds one, and what there is becomes its first value.
 * A value with another name keeps its cells. The edit has no problem.
 */
export function withAxis(grid: Grid, index: number, edit: AxisEdit): Grid {
  const { name, values } = tidied(edit);
  const axis = { name, values: values.map(({ now }) => now) };
  const [first] = axis.values;
  const named = new Map(values.filter(({ was }) => was !== '').map(({ was, now }) => [was, now]));
  const isNew = index >= grid.axes.length;
  const cells = moved(grid, (row) => {
    if (isNew) return first === undefined ? null : [...row, first];
    const now = named.get(row[index] ?? '');
    return now === undefined ? null : row.map((value, at) => (at === index ? now : value));
  });
  const axes = isNew ? [...grid.axes, axis] : grid.axes.map((known, at) => (at === index ? axis : known));
  return { axes, cells };
}

/** The grid without an axis: what its first value had stays. */
export function withoutAxis(grid: Grid, index: number): Grid {
  const first = grid.axes[index]?.values[0];
  const cells = moved(grid, (row) =>
    row[index] === first ? row.filter((_value, at) => at !== index) : null,
  );
  return { axes: grid.axes.filter((_axis, at) => at !== index), cells };
}
