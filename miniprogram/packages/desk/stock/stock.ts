import { PRODUCT_LIMITS } from '../../../contract/desk-products';
import { STOCK_LIMITS, type SkuStockView } from '../../../contract/desk-stock';
import { openPage } from '../../../platform/navigation';
import { scanCode } from '../../../platform/scan';
import { findByBarcode, listLowStock, loadStock } from '../../../services/desk-stock';
import { growList } from '../../../stores/list-on-page';
import { listPage, redrawRow } from '../../../stores/list-page';
import { newList } from '../../../stores/paged-list';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

Page({
  ...listPage,

  data: {
    list: newList<SkuStockView>(),
    typed: '',
    wrong: '',
    finding: false,
    lowAt: STOCK_LIMITS.lowAt,
    longest: PRODUCT_LIMITS.barcodeLength,
    /** The specification whose page was opened: it is asked for again on the way back. */
    visited: '',
  },

  onLoad() {
    void this.more();
  },

  onShow() {
    const { visited } = this.data;
    if (visited !== '') void this.refresh(visited);
  },

  more(): Promise<void> {
    return growList(this, {
      ask: ({ cursor }) => listLowStock(cursor === undefined ? {} : { cursor }),
      rows: ({ skus, next }) => ({ items: skus, next }),
    });
  },

  async refresh(skuId: string) {
    this.setData({ visited: '' });
    await redrawRow(this, {
      is: (row) => row.skuId === skuId,
      ask: () => loadStock(skuId),
      row: (sku) => sku,
    });
  },

  async onScan() {
    const scanned = await scanCode('barCode');
    if (scanned.kind === 'failed') this.setData({ wrong: '没有扫到条码，可以手动输入' });
    if (scanned.kind === 'text') await this.find(scanned.text);
  },

  onTyped({ detail }: WechatMiniprogram.Input) {
    this.setData({ typed: detail.value, wrong: '' });
  },

  onFind() {
    if (this.data.typed.trim() !== '') void this.find(this.data.typed);
  },

  async find(text: string) {
    if (this.data.finding) return;
    const barcode = text.trim();
    this.setData({ finding: true, typed: barcode, wrong: '' });
    const end = await findByBarcode(barcode);
    this.setData({ finding: false });
    if (end.kind === 'accepted') this.open(end.value.skuId);
    else this.setData({ wrong: end.message });
  },

  open(skuId: string) {
    this.setData({ visited: skuId });
    void openPage('deskSku', { skuId });
  },

  onSku({ currentTarget }: Tap<{ skuId: string }>) {
    this.open(currentTarget.dataset.skuId);
  },

  onProducts() {
    void openPage('deskProducts', {});
  },
});
