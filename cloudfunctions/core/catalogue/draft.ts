import { PRODUCT_LIMITS } from '../../../miniprogram/contract/desk-products';
import type { DetailDraft, ProductDraft, SkuDraft } from '../../../miniprogram/contract/desk-products';
import type { FieldProblem } from '../../../miniprogram/contract/field-problem';
import { fen, formatMoney } from '../../../miniprogram/contract/money';
import { combinationName, combinationsOf, gridProblems } from './sku-grid';
import { cleanText } from '../field/clean-text';
import { lengthProblem } from '../field/length-problem';

const L = PRODUCT_LIMITS;

/** A barcode as scanners read it. */
const BARCODE = new RegExp(`^[0-9A-Za-z-]{4,${L.barcodeLength}}$`);

/** Whether a product can have this barcode. */
export function isBarcode(text: string): boolean {
  return BARCODE.test(text);
}

/** What the draft may refer to. */
export interface DraftContext {
  readonly categoryIds: ReadonlySet<string>;
  /** Whether a file is a picture that was checked, or one the product has already. */
  readonly isPicture: (fileId: string) => boolean;
}

/** The draft with its texts cleaned, so that two that look alike are alike. */
export function cleaned(draft: ProductDraft): ProductDraft {
  const { title, subtitle, keywords, facts, axes, skus, details } = draft;
  return {
    ...draft,
    title: cleanText(title),
    subtitle: cleanText(subtitle),
    keywords: keywords.map((word) => cleanText(word)),
    facts: facts.map(({ name, value }) => ({ name: cleanText(name), value: cleanText(value) })),
    axes: axes.map(({ name, values }) => ({
      name: cleanText(name),
      values: values.map((one) => cleanText(one)),
    })),
    skus: skus.map((sku) => ({ ...sku, values: sku.values.map((one) => cleanText(one)) })),
    details: details.map((block) =>
      block.kind === 'picture' ? block : { ...block, text: cleanText(block.text) },
    ),
  };
}

/** Everything wrong with a draft (see {@link cleaned}), in the order of the form, each with its field and its limit. */
export function draftProblems(draft: ProductDraft, context: DraftContext): readonly FieldProblem[] {
  const axes = axisProblems(draft);
  return [
    ...textProblems(draft, context),
    ...pictureProblems(draft, context),
    ...detailProblems(draft.details),
    ...listProblems(draft),
    ...axes,
    // A grid of broken axes would be reported hole by hole.
    ...(axes.length > 0 ? [] : gridProblems(draft.axes, draft.skus)),
    ...draft.skus.flatMap(skuProblems),
    ...barcodeProblems(draft.skus),
    ...numberProblems(draft),
  ];
}

function countProblem(
  field: string,
  name: string,
  list: readonly unknown[],
  [least, most]: readonly [number, number],
): readonly FieldProblem[] {
  if (list.length < least) return [{ field, message: `${name}至少 ${least} 个` }];
  return list.length > most ? [{ field, message: `${name}最多 ${most} 个` }] : [];
}

function doubles(field: string, name: string, texts: readonly string[]): readonly FieldProblem[] {
  return texts.flatMap((text, at) =>
    texts.indexOf(text) === at ? [] : [{ field: `${field}.${at}`, message: `${name}「${text}」重复了` }],
  );
}

function textProblems(
  { title, subtitle, categoryId }: ProductDraft,
  { categoryIds }: DraftContext,
): readonly FieldProblem[] {
  return [
    ...lengthProblem('title', '标题', title, [1, L.titleLength]),
    ...lengthProblem('subtitle', '副标题', subtitle, [0, L.subtitleLength]),
    ...(categoryIds.has(categoryId) ? [] : [{ field: 'categoryId', message: '请选择一个现有的分类' }]),
  ];
}

function pictureProblems(
  { gallery, details, skus }: ProductDraft,
  { isPicture }: DraftContext,
): readonly FieldProblem[] {
  const missing = '没有上传成功，请重新上传';
  const alt = (field: string, text = '') => lengthProblem(field, '图片说明', text, [0, L.altLength]);
  return [
    ...countProblem('gallery', '商品图片', gallery, [1, L.pictures]),
    ...gallery.flatMap((picture, at) => [
      ...(isPicture(picture.fileId)
        ? []
        : [{ field: `gallery.${at}`, message: `第 ${at + 1} 张商品图片${missing}` }]),
      ...alt(`gallery.${at}.alt`, picture.alt),
    ]),
    ...details.flatMap((block, at) => {
      if (block.kind !== 'picture') return [];
      const field = `details.${at}`;
      const message = `详情第 ${at + 1} 段的图片${missing}`;
      return [
        ...(isPicture(block.picture.fileId) ? [] : [{ field, message }]),
        ...alt(`${field}.alt`, block.picture.alt),
      ];
    }),
    ...skus.flatMap((sku, at) => {
      if (!sku.offered || sku.picture === null || isPicture(sku.picture.fileId)) return [];
      return [{ field: `skus.${at}.picture`, message: `${combinationName(sku.values)}的图片${missing}` }];
    }),
  ];
}

function detailProblems(details: readonly DetailDraft[]): readonly FieldProblem[] {
  return [
    ...countProblem('details', '详情段落', details, [0, L.detailBlocks]),
    ...details.flatMap((block, at) => {
      if (block.kind === 'picture') return [];
      const most = block.kind === 'heading' ? L.headingLength : L.paragraphLength;
      return lengthProblem(`details.${at}`, `详情第 ${at + 1} 段`, block.text, [1, most]);
    }),
  ];
}

function listProblems({ facts, keywords }: ProductDraft): readonly FieldProblem[] {
  return [
    ...countProblem('facts', '商品参数', facts, [0, L.facts]),
    ...facts.flatMap(({ name, value }, at) => [
      ...lengthProblem(`facts.${at}.name`, `第 ${at + 1} 个参数的名称`, name, [1, L.factNameLength]),
      ...lengthProblem(`facts.${at}.value`, `参数「${name}」`, value, [1, L.factValueLength]),
    ]),
    ...countProblem('keywords', '搜索词', keywords, [0, L.keywords]),
    ...keywords.flatMap((word, at) =>
      lengthProblem(`keywords.${at}`, `第 ${at + 1} 个搜索词`, word, [1, L.keywordLength]),
    ),
  ];
}

function axisProblems({ axes }: ProductDraft): readonly FieldProblem[] {
  const problems = [
    ...countProblem('axes', '规格项', axes, [0, L.axes]),
    ...doubles(
      'axes',
      '规格项',
      axes.map(({ name }) => name),
    ),
    ...axes.flatMap(({ name, values }, at) => [
      ...lengthProblem(`axes.${at}.name`, `第 ${at + 1} 个规格项的名称`, name, [1, L.axisNameLength]),
      ...countProblem(`axes.${at}.values`, `规格项「${name}」的选项`, values, [1, L.valuesPerAxis]),
      ...values.flatMap((value, n) =>
        lengthProblem(`axes.${at}.values.${n}`, `规格项「${name}」的选项`, value, [1, L.valueLength]),
      ),
      ...doubles(`axes.${at}.values`, '选项', values),
    ]),
  ];
  if (problems.length > 0) return problems;
  const count = combinationsOf(axes).length;
  return count <= L.skus
    ? []
    : [{ field: 'axes', message: `规格组合最多 ${L.skus} 个，现在有 ${count} 个，请减少选项` }];
}

function skuProblems(sku: SkuDraft, at: number): readonly FieldProblem[] {
  if (!sku.offered) return [];
  const { price, barcode, pieces = 0, values } = sku;
  const name = combinationName(values);
  const field = (part: string, message: string) => [{ field: `skus.${at}.${part}`, message: name + message }];
  const { leastPriceMinor: least, mostPriceMinor: most } = L;
  const priced = price.minor >= least && price.minor <= most;
  const counted = pieces >= 0 && pieces <= L.mostPieces;
  const coded = barcode === '' || isBarcode(barcode);
  return [
    ...(priced
      ? []
      : field('price', `的价格须在 ${formatMoney(fen(least))} 到 ${formatMoney(fen(most))} 之间`)),
    ...(coded ? [] : field('barcode', `的条码须为 4 到 ${L.barcodeLength} 位数字或字母`)),
    ...(counted ? [] : field('pieces', `的库存须为 0 到 ${L.mostPieces} 的整数`)),
  ];
}

function barcodeProblems(skus: readonly SkuDraft[]): readonly FieldProblem[] {
  const seen = new Map<string, string>();
  return skus.flatMap((sku, at) => {
    if (!sku.offered || sku.barcode === '') return [];
    const first = seen.get(sku.barcode);
    seen.set(sku.barcode, first ?? combinationName(sku.values));
    if (first === undefined) return [];
    return [
      {
        field: `skus.${at}.barcode`,
        message: `${combinationName(sku.values)}的条码与${first}相同，每个规格须不同`,
      },
    ];
  });
}

function numberProblems({ position, limitPerOrder }: ProductDraft): readonly FieldProblem[] {
  const placed = position >= 0 && position <= L.mostPosition;
  const limited = limitPerOrder === null || (limitPerOrder >= 1 && limitPerOrder <= L.mostPerOrder);
  return [
    ...(placed ? [] : [{ field: 'position', message: `排序须为 0 到 ${L.mostPosition} 的整数` }]),
    ...(limited
      ? []
      : [{ field: 'limitPerOrder', message: `每单限购须为 1 到 ${L.mostPerOrder} 件，或不限购` }]),
  ];
}
