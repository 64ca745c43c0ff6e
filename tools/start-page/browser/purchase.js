import { formatMoney } from '../../../miniprogram/contract/money';
import { callShop, notification, pay, Refused } from './api';

/** Notifications arrive within a second here; after this long the shop asks by itself. */
const NOTICE_WITHIN_MS = 8_000;
const NOTICE_POLL_MS = 150;

/** This page asks for no address: everybody lives here. */
const HOME = {
  name: '林小满',
  mobile: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路1号',
};

const TITLES = {
  place: '下单',
  prepay: '预支付',
  sheet: '支付',
  notice: '支付通知',
  settle: '订单确认',
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * One purchase from the order to its payment, step by step. Knows no page: `changed` is told after every move and
 * `askSheet` shows the payment sheet and answers what the shopper tapped. Repeating a step repeats no order and no
 * payment: the order is named by its token, the payment by its prepay id.
 */
export class Purchase {
  /** `wish` is `{ productId, sku, title, quantity }` for a new order, or `{ order }` for one that waits for its payment. */
  constructor(wish, { now, changed, askSheet }) {
    this.wish = wish;
    this.order = wish.order ?? null;
    this.token = crypto.randomUUID();
    this.now = now;
    this.changed = changed;
    this.askSheet = askSheet;
    this.payment = null;
    this.healed = false;
    this.stockAfter = null;
    const keys = Object.keys(TITLES).filter((key) => key !== 'place' || this.order === null);
    this.steps = keys.map((key) => ({ key, title: TITLES[key], state: 'waiting', text: '' }));
  }

  /** `running` | `cancelled` (sheet closed) | `failed` | `done` | `closed` */
  get state() {
    if (this.order?.state === 'closed') return 'closed';
    if (this.steps.some(({ state }) => state === 'running')) return 'running';
    if (this.steps.some(({ state }) => state === 'failed')) return 'failed';
    if (this.steps.at(-1).state === 'done') return 'done';
    return this.steps.some(({ state }) => state === 'stopped') ? 'cancelled' : 'running';
  }

  get failure() {
    return this.steps.find(({ state }) => state === 'failed');
  }

  /** Goes on from the first step that is not done. Harmless while a step is under way. */
  async go() {
    if (this.steps.some(({ state }) => state === 'running')) return;
    for (const step of this.steps) {
      if (step.state === 'done' || step.state === 'warned') continue;
      if (!(await this.take(step))) return;
    }
  }

  /** After the sheet was closed: a fresh prepay (the server resumes the same attempt), then the sheet again. */
  async payAgain() {
    for (const step of this.steps)
      if (step.key !== 'place') Object.assign(step, { state: 'waiting', text: '' });
    await this.go();
  }

  async cancelOrder() {
    this.order = await callShop('orders.cancel', { orderId: this.order.orderId });
    await this.readStock();
    this.changed();
  }

  async take(step) {
    Object.assign(step, { state: 'running', text: '', at: this.now(), ms: undefined, code: undefined });
    this.changed();
    const started = performance.now();
    try {
      Object.assign(step, { state: 'done' }, await this[step.key]());
    } catch (error) {
      Object.assign(step, { state: 'failed', text: error.message, code: error.code });
    }
    step.ms = Math.round(performance.now() - started);
    this.changed();
    return step.state === 'done' || step.state === 'warned';
  }

  async place() {
    const { sku, quantity } = this.wish;
    const lines = [{ skuId: sku.skuId, quantity }];
    const { addressId } = await callShop('addresses.save', {
      clientToken: 'the-address-of-home',
      address: HOME,
    });
    const { payable: expectedTotal } = await callShop('orders.quote', { lines, addressId });
    this.order = await callShop('orders.place', { clientToken: this.token, lines, addressId, expectedTotal });
    return { text: `订单已提交，${formatMoney(this.order.total)}，库存已预留 ${quantity} 件` };
  }

  async prepay() {
    const { requestPayment } = await callShop('orders.pay', { orderId: this.order.orderId });
    this.prepayId = requestPayment.package.replace(/^prepay_id=/, '');
    return { text: `微信支付已受理，预支付单号 …${this.prepayId.slice(-8)}` };
  }

  async sheet() {
    const answer = await this.askSheet({
      amount: formatMoney(this.order.total),
      pay: () => this.payInSheet(),
    });
    if (answer === 'cancel') {
      await pay(this.prepayId, 'cancel');
      return { state: 'stopped', text: '已取消支付，没有扣款，订单仍为您保留' };
    }
    return { text: `已支付 ${formatMoney(this.order.total)}` };
  }

  async payInSheet() {
    try {
      this.payment = await pay(this.prepayId, 'success');
    } catch (error) {
      // The reply to an earlier tap was lost: it is paid, and the server will say so.
      if (!(error instanceof Refused && error.code === 'ALREADY_PAID')) throw error;
    }
  }

  async notice() {
    const id = this.payment?.notificationId;
    if (id === undefined || id === null) return { state: 'warned', text: '没有收到通知，改为主动查询' };
    const deadline = performance.now() + NOTICE_WITHIN_MS;
    for (;;) {
      const found = await notification(id);
      const status = found?.sends.at(-1)?.status;
      if (found?.state === 'received') return { text: `已送达小铺，验签通过，答复 HTTP ${status}` };
      if (found?.state === 'lost') return { state: 'warned', text: '通知在路上丢失，小铺没有收到' };
      if (found !== undefined && found.sends.length > 0) {
        const why = status === null ? '没有送到' : `小铺答复 HTTP ${status}`;
        return { state: 'warned', text: `${why}，微信支付稍后会重发` };
      }
      if (performance.now() > deadline) return { state: 'warned', text: '通知还没有到，改为主动查询' };
      await pause(NOTICE_POLL_MS);
    }
  }

  async settle() {
    const heard = this.steps.find(({ key }) => key === 'notice').state === 'done';
    this.order = await callShop('orders.detail', { orderId: this.order.orderId });
    if (this.order.state === 'awaitingPayment') throw new Error('支付结果确认中，请稍后再查，请勿重复支付');
    this.healed = !heard;
    await this.readStock();
    if (this.order.state === 'closed') return { text: '订单已关闭，收到的款项将全额退回' };
    return { text: heard ? '订单已支付，等待发货' : '小铺主动查询微信支付，核实已付款' };
  }

  async readStock() {
    if (this.wish.sku === undefined) return;
    const { skus } = await callShop('catalogue.product', { productId: this.wish.productId });
    const sku = skus.find(({ skuId }) => skuId === this.wish.sku.skuId);
    this.stockAfter = sku?.available ?? null;
  }
}
