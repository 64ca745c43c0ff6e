import type { EditProductView } from '../../../contract/desk-products';
import { formatMoney } from '../../../contract/money';
import { readYuan } from '../../../stores/yuan';
import { conflictsBetween, mergedWords, type Conflict, type Outline } from '../merge/three-way';
import { wordsOf, type ProductForm, type ProductWords } from './product-form';
import { gridRows } from './sku-grid';

/** A part of a product two people can have changed at once. */
export type Part = Exclude<keyof ProductWords, 'position'>;

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

const OUTLINE: Outline<ProductWords, Part> = {
  words: {
    title: '名称',
    subtitle: '卖点',
    categoryId: '分类',
    gallery: '照片',
    grid: '规格和价格',
    details: '详情',
    facts: '参数',
    keywordsText: '搜索词',
    limitText: '每单限购',
  },
  text: partText,
};

/** The parts mine and theirs disagree about. */
export function conflictsOf(form: ProductForm, theirs: EditProductView): readonly Conflict<Part>[] {
  return conflictsBetween(OUTLINE, { mine: form, base: form.base, theirs: wordsOf(theirs) });
}

/** My writing on top of theirs, as a form of their version; where both wrote, `mine` says whose stays. */
export function merged(form: ProductForm, theirs: EditProductView, mine: ReadonlySet<Part>): ProductForm {
  const now = wordsOf(theirs);
  const words = mergedWords(OUTLINE, { mine: form, base: form.base, theirs: now }, mine);
  return { ...words, version: theirs.version, base: now };
}
