import { notify } from '../../../platform/feedback';
import { scanCode } from '../../../platform/scan';
import type { EditingPage, SkuRow } from './product-page';
import { withCell, type Cell } from './sku-grid';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;
type Typed<Data extends object> = WechatMiniprogram.Input<object, Data>;

interface GridPage extends EditingPage {
  readonly data: EditingPage['data'] & {
    readonly mayEdit: boolean;
    readonly rows: readonly SkuRow[];
    readonly open: number;
    readonly picturing: number;
  };
  cell(index: number, change: Partial<Cell>): void;
  onClosePicture(): void;
}

/** Each combination's price, pieces, barcode and photo. */
export const combining = {
  cell(this: GridPage, index: number, change: Partial<Cell>) {
    const { form, rows } = this.data;
    const row = rows[index];
    if (form === null || row === undefined) return;
    this.change({ grid: withCell(form.grid, row.values, change) });
    this.fixed(`skus.${index}`);
  },

  onCell(
    this: GridPage,
    { currentTarget, detail }: Typed<{ index: number; field: 'priceText' | 'barcode' | 'piecesText' }>,
  ) {
    const { index, field } = currentTarget.dataset;
    this.cell(index, { [field]: detail.value });
  },

  onOffered(
    this: GridPage,
    { currentTarget, detail }: WechatMiniprogram.CustomEvent<{ value: boolean }, object, { index: number }>,
  ) {
    this.cell(currentTarget.dataset.index, { offered: detail.value });
  },

  onOpenRow(this: GridPage, { currentTarget }: Tap<{ index: number }>) {
    const { index } = currentTarget.dataset;
    this.setData({ open: this.data.open === index ? -1 : index });
  },

  async onScan(this: GridPage, { currentTarget }: Tap<{ index: number }>) {
    const scanned = await scanCode('barCode');
    if (scanned.kind === 'text') this.cell(currentTarget.dataset.index, { barcode: scanned.text });
    if (scanned.kind === 'failed') notify('没有扫到条码，可以手动填写');
  },

  onPicture(this: GridPage, { currentTarget }: Tap<{ index: number }>) {
    const { form, mayEdit } = this.data;
    if (!mayEdit || form === null) return;
    if (form.gallery.length === 0) notify('请先在上面添加商品照片');
    else this.setData({ picturing: currentTarget.dataset.index });
  },

  onPictureChosen(this: GridPage, { currentTarget }: Tap<{ pictureId: string }>) {
    this.cell(this.data.picturing, { pictureId: currentTarget.dataset.pictureId });
    this.onClosePicture();
  },

  onPictureSheet(this: GridPage, { detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.onClosePicture();
  },

  onClosePicture(this: GridPage) {
    this.setData({ picturing: -1 });
  },
};
