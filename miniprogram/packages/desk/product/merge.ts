import { wordsOf, type ProductForm, type ProductWords } from './product-form';
import type { EditProductView } from '../../../contract/desk-products';
import { formatMoney } from '../../../contract/money';
import { readYuan } from '../../../stores/yuan';
import { gridRows } from './sku-grid';

/** A part of a product two people can have changed at once. */
export type Part = Exclude<keyof ProductWords, 'position'>;

/** What a person reads for each part, in the order of the form. */
export const PART_WORDS: Record<Part, string> = {
  title: '名称',
  subtitle: '卖点',
  categoryId: '分类',
  gallery: '照片',
  grid: '规格和价格',
  details: '详情',
  facts: '参数',
  keywordsText: '搜索词',
  limitText: '每单限购',
};
const PARTS = Object.keys(PART_WORDS) as Part[];

/** A part both changed, each in another way. */
export interface Conflict {
  readonly part: Part;
  readonly words: string;
  readonly mine: string;
  readonly theirs: string;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function gridText({ grid }: ProductWords): string {
  const rows = gridRows(grid).filter(({ cell }) => cell.offered);
  return rows
    .map(({ values, cell }) => {
      const price = readYuan(cell.priceText);
      return `${values.join(' ')} ${price === null ? '未填价格' : formatMoney(price)}`.trim();
    })
    .join('；');
}

/** A part in one line, to choose by. */
function partText(part: Part, words: ProductWords): string {
  switch (part) {
    case 'grid':
      return gridText(words);
    case 'gallery':
      return `${words.gallery.length} 张`;
    case 'details':
      return `${words.details.length} 段`;
    case 'facts':
      return words.facts.map(({ name, value }) => `${name} ${value}`).join('；') || '没有';
    case 'categoryId':
    case 'title':
    case 'subtitle':
    case 'keywordsText':
    case 'limitText':
      return words[part] || '没有';
  }
}

/** The parts mine and theirs disagree about: each differs from what it was, and from the other. */
export function conflictsOf(form: ProductForm, theirs: EditProductView): readonly Conflict[] {
  const now = wordsOf(theirs);
  return PARTS.filter(
    (part) =>
      form.base !== null &&
      !same(form[part], form.base[part]) &&
      !same(now[part], form.base[part]) &&
      !same(form[part], now[part]),
  ).map((part) => ({
    part,
    words: PART_WORDS[part],
    mine: partText(part, form),
    theirs: partText(part, now),
  }));
}

/**
 * My writing on top of theirs: what only one of us changed is taken as it is; where both did, `mine` says whose stays.
 * It is then a form of their version.
 */
export function merged(form: ProductForm, theirs: EditProductView, mine: ReadonlySet<Part>): ProductForm {
  const now = wordsOf(theirs);
  const { base } = form;
  const kept = PARTS.filter((part) => {
    const iChanged = base === null || !same(form[part], base[part]);
    const theyChanged = base !== null && !same(now[part], base[part]);
    return iChanged && (!theyChanged || mine.has(part));
  });
  const words = Object.fromEntries(kept.map((part) => [part, form[part]]));
  return { ...now, ...words, version: theirs.version, base: now };
}
