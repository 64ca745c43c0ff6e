import { formatMoney } from '../../../miniprogram/contract/money';
import { button, h, show, toast } from './dom';
import { badge, lines, lineTitle, timeline } from './orders';
import { timeOf } from './words';

/** Refusals that another try cannot change. */
const FINAL = new Set([
  'OUT_OF_STOCK',
  'SKU_NOT_FOUND',
  'ORDER_TOTAL_TOO_LARGE',
  'ORDER_CLOSED',
  'ORDER_ALREADY_PAID',
  'INVALID_PARAMS',
]);

const STEP_WORDS = {
  waiting: '等待',
  running: '进行中',
  done: '完成',
  warned: '注意',
  stopped: '已停',
  failed: '未成功',
};

/** What each step asks of whom, for the curious. */
const STEP_CALLS = {
  place: 'orders.place',
  prepay: 'orders.pay',
  sheet: 'wx.requestPayment',
  notice: 'pay-notify',
  settle: 'orders.detail',
};

function stepRow(step) {
  const took = step.ms === undefined || step.key === 'sheet' ? '' : ` · ${step.ms} 毫秒`;
  return h(
    'li',
    { class: `step ${step.state}` },
    h('span', { class: 'dot', role: 'img', 'aria-label': STEP_WORDS[step.state] }),
    h(
      'div',
      { class: 'step-words' },
      h(
        'p',
        { class: 'step-head' },
        h('strong', {}, step.title),
        h('code', {}, STEP_CALLS[step.key]),
        step.at !== undefined && h('time', {}, `${timeOf(step.at)}${took}`),
      ),
      step.text !== '' &&
        h('p', { class: 'step-text', ...(step.state === 'failed' && { role: 'alert' }) }, step.text),
    ),
  );
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message);
  }
}

const toShelf = (label, emphasis = 'quiet') => h('a', { class: `button ${emphasis}`, href: '#/' }, label);

function toOrder(purchase) {
  return h('a', { class: 'button quiet', href: `#/orders/${purchase.order.orderId}` }, '查看订单');
}

function actions(purchase) {
  switch (purchase.state) {
    case 'running':
      return [];
    case 'done':
      return [toShelf('再逛逛', 'primary'), toOrder(purchase)];
    case 'closed':
      return [toShelf('回到货架', 'primary'), toOrder(purchase)];
    case 'cancelled':
      return [
        button('重新支付', () => purchase.payAgain(), { class: 'primary' }),
        button('取消订单', () => attempt(() => purchase.cancelOrder()), { class: 'quiet' }),
        toOrder(purchase),
      ];
    case 'failed': {
      const final = FINAL.has(purchase.failure.code);
      return [
        !final && button('重试', () => purchase.go(), { class: 'primary' }),
        final && toShelf('回到货架', 'primary'),
        purchase.order !== null && toOrder(purchase),
        !final && purchase.order === null && toShelf('回到货架'),
      ];
    }
  }
}

function outcome(purchase) {
  const { order, stockAfter, wish } = purchase;
  if (purchase.state !== 'done' && purchase.state !== 'closed') return null;
  const known = stockAfter !== null && wish.sku !== undefined;
  return h(
    'section',
    { class: 'card' },
    h('header', { class: 'card-head' }, h('h2', {}, '订单'), badge(order)),
    lines(order),
    known &&
      h(
        'p',
        { class: 'stock-move' },
        h('span', {}, '可售库存'),
        h('span', {}, `${wish.sku.available} → ${stockAfter} 件`),
      ),
    h('h3', {}, '经过'),
    timeline(order),
  );
}

function headline(purchase) {
  const { order, wish } = purchase;
  const title = wish.title ?? order.lines.map(lineTitle).join('、');
  const quantity = wish.quantity ?? order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const total = order === null ? null : formatMoney(order.total);
  return h(
    'header',
    { class: 'purchase-head' },
    h('h2', {}, title),
    h('p', {}, `${quantity} 件`, total !== null && h('strong', { class: 'price' }, total)),
  );
}

/** Draws a purchase with its steps into `view`. */
export function purchaseView(view, purchase) {
  view.dataset.page = 'purchase';
  show(
    view,
    h(
      'div',
      { class: 'purchase', 'data-state': purchase.state },
      h(
        'section',
        { class: 'card' },
        headline(purchase),
        h('ol', { class: 'steps', 'aria-live': 'polite' }, purchase.steps.map(stepRow)),
        h('div', { class: 'actions' }, actions(purchase)),
      ),
      outcome(purchase),
    ),
  );
}
