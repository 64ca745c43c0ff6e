import { MAX_REMARK_LENGTH } from '../../../contract/order';
import type { QuoteView, WantedLine } from '../../../contract/quote';
import { linesFromLink, linesText } from '../../../contract/routes';
import type { ShopRefusal } from '../../../contract/shop';
import { askToConfirm, notify, tell } from '../../../platform/feedback';
import { goBack, openPage, replacePage } from '../../../platform/navigation';
import { alwaysAllowed } from '../../../platform/subscription';
import { loadCart } from '../../../services/cart';
import { allowOnTap } from '../../../services/messages';
import { placeOrder, quoteOrder } from '../../../services/orders';
import type { ShopEnd } from '../../../services/shop';
import { cart } from '../../../stores/cart';
import { checkout, orderToSend } from '../../../stores/checkout';
import { retriedPage } from '../../../stores/loaded-page';
import type { ListPhase } from '../../../stores/paged-list';
import { importAddress } from '../address/import-address';
import { newPriceOf, type NewPrice } from './new-price';
import { missingOf, type Missing, type WayOut } from './ways-out';

/** Refusals that are about the goods: they bring the quote as it would be now. */
const CANNOT_BE_BOUGHT: readonly ShopRefusal[] = [
  'SKU_NOT_FOUND',
  'OUT_OF_STOCK',
  'OVER_LIMIT',
  'NO_DELIVERY',
];

type Placing = ShopEnd<'orders.place'>;

Page({
  data: {
    wanted: [] as readonly WantedLine[],
    quote: null as QuoteView | null,
    phase: 'first' as ListPhase,
    problem: '',
    remark: '',
    remarkMost: MAX_REMARK_LENGTH,
    /** The address the quote was asked for; null for the default one. */
    addressId: null as string | null,
    quoting: false,
    submitting: false,
    /** WeChat's address book is open, or what was chosen there is being saved. */
    importing: false,
    /** What became of the last try is not known: the button says so, and the same tap repeats it. */
    unsure: '',
    /** Templates that WeChat counts one more of on a tap, without asking. */
    renewable: [] as readonly string[],
    missing: null as Missing | null,
    missingShown: false,
    newPrice: null as NewPrice | null,
    newPriceShown: false,
  },

  onLoad({ lines }: { lines?: string }) {
    const wanted = linesFromLink(lines);
    if (wanted.length === 0) {
      this.setData({ phase: 'empty' });
      return;
    }
    checkout.tell({ kind: 'opened', lines: linesText(wanted) });
    this.setData({ wanted, remark: checkout.read().remark });
    void this.load();
  },

  onShow() {
    // The address was chosen, changed or deleted on the pages in front.
    if (this.data.quote !== null) void this.load();
  },

  ...retriedPage,

  async load() {
    const { addressId } = checkout.read();
    const { wanted } = this.data;
    this.setData({ quoting: true, addressId });
    const end = await quoteOrder({ lines: wanted, ...(addressId !== null && { addressId }) });
    // Another address was chosen meanwhile: its own quote is on the way.
    if (checkout.read().addressId !== addressId || this.data.wanted !== wanted) return;
    this.setData({ quoting: false });
    if (end.kind === 'accepted') {
      this.draw(end.value);
      this.setData({ renewable: await alwaysAllowed(end.value.messageTemplates) });
    } else if (end.kind === 'refused' && end.code === 'ADDRESS_NOT_FOUND' && addressId !== null) {
      checkout.tell({ kind: 'addressChosen', addressId: null });
      await this.load();
    } else if (this.data.quote === null) {
      this.setData({ phase: 'failed', problem: end.message });
    } else {
      notify(end.message);
    }
  },

  draw(quote: QuoteView) {
    const missing = missingOf(quote);
    this.setData({
      quote,
      phase: 'end',
      missingShown: missing !== null,
      // What leaves the screen keeps its words until it is gone.
      ...(missing !== null && { missing }),
    });
  },

  onAddress() {
    if (this.data.submitting) return;
    if (this.data.quote?.address) void openPage('addresses', { pick: 'yes' });
    else void openPage('addressEdit', { pick: 'yes' });
  },

  /** One tap from WeChat's book to a quote with the freight; the form stays beside it for who has no such book. */
  async onImport() {
    if (this.data.submitting || this.data.importing) return;
    this.setData({ importing: true });
    const saved = await importAddress({ pick: 'yes' });
    this.setData({ importing: false });
    if (saved === null) return;
    checkout.tell({ kind: 'addressChosen', addressId: saved.addressId });
    await this.load();
  },

  onRemark({ detail }: WechatMiniprogram.Input) {
    const remark = detail.value.slice(0, MAX_REMARK_LENGTH);
    this.setData({ remark });
    checkout.tell({ kind: 'remarkTyped', remark });
  },

  async onSubmit() {
    const { quote, submitting, quoting } = this.data;
    if (submitting || quoting || quote === null) return;
    if (quote.unavailable.length > 0) {
      this.setData({ missingShown: true });
      return;
    }
    if (quote.address === null) {
      await this.onImport();
      return;
    }
    this.setData({ submitting: true });
    this.renewMessages();
    await this.place(quote, quote.address.addressId);
  },

  /**
   * One message more of each kind that was allowed for good. It needs a tap, shows nothing and holds nothing up; everybody
   * else is asked once the order is paid. A yes that got lost is one message less and nothing worse.
   */
  renewMessages() {
    if (this.data.renewable.length > 0) void allowOnTap(this.data.renewable);
  },

  async place(quote: QuoteView, addressId: string) {
    const { wanted } = this.data;
    const remark = this.data.remark.trim();
    const order = orderToSend(checkout.read(), { lines: linesText(wanted), addressId, remark }, Date.now());
    this.setData({ submitting: true, unsure: '' });
    checkout.tell({ kind: 'sent', order });
    const end = await placeOrder({
      clientToken: order.clientToken,
      lines: wanted,
      addressId,
      ...(remark !== '' && { remark }),
      expectedTotal: quote.payable,
    });
    if (end.kind === 'accepted') await this.toPayment(end.value.orderId);
    else await this.explain(end, quote);
  },

  async toPayment(orderId: string) {
    checkout.tell({ kind: 'endKnown' });
    // The ordered lines left the cart; its number follows without anybody waiting for it.
    void loadCart().then((end) => {
      if (end.kind === 'accepted') cart.tell({ kind: 'cartArrived', cart: end.value });
    });
    await replacePage('payResult', { orderId, start: 'yes' });
  },

  async explain(end: Exclude<Placing, { kind: 'accepted' }>, shown: QuoteView) {
    this.setData({ submitting: false });
    if (end.kind === 'unknown') {
      this.setData({ unsure: '没有等到结果，订单可能已经提交。再点一次即可，不会重复下单' });
      return;
    }
    const { code, message, detail } = end;
    if (code === 'PRICE_CHANGED') await this.showNewPrice(message, { shown, now: detail });
    else if (CANNOT_BE_BOUGHT.includes(code)) await this.showMissing(message, detail);
    else if (code === 'ADDRESS_NOT_FOUND') {
      notify(message);
      await this.load();
    } else if (code === 'TOO_MANY_UNPAID') await this.offerUnpaid(message);
    else {
      // The name belongs to another order of this phone: the next tap takes a new one.
      if (code === 'CLIENT_TOKEN_REUSED') checkout.tell({ kind: 'endKnown' });
      await tell({ title: '订单没有提交', text: message });
    }
  },

  async showMissing(message: string, now: QuoteView | undefined) {
    if (now === undefined) await this.load();
    else this.draw(now);
    // The last piece may be back already, because somebody else did not pay.
    if (!this.data.missingShown) notify(message);
  },

  async offerUnpaid(message: string) {
    if (await askToConfirm({ title: '待付款的订单太多', text: message, yes: '去看看', no: '稍后' }))
      void openPage('orders', { state: 'awaitingPayment' });
  },

  async showNewPrice(
    message: string,
    { shown, now }: { readonly shown: QuoteView; readonly now: QuoteView | undefined },
  ) {
    if (now === undefined) {
      notify(message);
      await this.load();
      return;
    }
    this.draw(now);
    this.setData({ newPrice: newPriceOf(shown, now), newPriceShown: true });
  },

  onAcceptPrice() {
    const { quote, submitting } = this.data;
    if (submitting || !quote?.address) return;
    this.setData({ newPriceShown: false });
    void this.place(quote, quote.address.addressId);
  },

  onClosePrice() {
    this.setData({ newPriceShown: false });
  },

  onWayOut({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { way: WayOut }>) {
    const { quote } = this.data;
    const { way } = currentTarget.dataset;
    this.setData({ missingShown: false });
    if (way === 'address') {
      this.onAddress();
      return;
    }
    if (quote === null) return;
    this.setData({ wanted: quote.waysOut[way] });
    void this.load();
  },

  onMissingClosed({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.setData({ missingShown: false });
  },

  onPriceClosed({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.setData({ newPriceShown: false });
  },

  onBack() {
    void goBack();
  },

  onBrowse() {
    void openPage('home', {});
  },
});
