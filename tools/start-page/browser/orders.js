import { formatMoney } from '../../../miniprogram/contract/money';
import { ORDER_STATE_WORDS } from '../../../miniprogram/contract/order';
import { callShop } from './api';
import { button, failed, h, loading, show, toast } from './dom';
import { dayAndTime, REFUND_WORDS, timeOf } from './words';

/** The state as a coloured word; a closed order says why. */
export function badge(order) {
  const closed = { expired: '超时关闭', cancelled: '已取消' }[order.closeReason];
  return h('span', { class: `badge ${order.state}` }, closed ?? ORDER_STATE_WORDS[order.state]);
}

/** A line's product with its specification. */
export const lineTitle = ({ title, specification }) => `${title} ${specification}`.trim();

function titleOf(order) {
  const [first] = order.lines;
  const more = order.lines.length > 1 ? ` 等 ${order.lines.length} 种` : '';
  return `${first === undefined ? '商品' : lineTitle(first)}${more}`;
}

const piecesOf = (order) => order.lines.reduce((sum, { quantity }) => sum + quantity, 0);

function row(order) {
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'order-row', href: `#/orders/${order.orderId}` },
      h('span', { class: 'order-title' }, titleOf(order)),
      badge(order),
      h('span', { class: 'order-when' }, `${dayAndTime(order.placedAt)} · ${piecesOf(order)} 件`),
      h('strong', { class: 'price' }, formatMoney(order.total)),
    ),
  );
}

const noOrders = () =>
  h(
    'div',
    { class: 'state' },
    h('p', {}, '还没有订单'),
    h('a', { class: 'button quiet', href: '#/' }, '去逛逛'),
  );

/** Draws this shopper's orders into `view`, newest first. */
export async function orderList(view, isCurrent) {
  if (view.dataset.page !== 'orders') show(view, loading('正在取订单…'));
  try {
    const page = await callShop('orders.list', {});
    if (!isCurrent()) return;
    view.dataset.page = 'orders';
    if (page.orders.length === 0) return show(view, noOrders());
    const list = h('ul', { class: 'order-list card' }, page.orders.map(row));
    const end = h('div', { class: 'list-end' });
    show(view, list, end);
    showEnd(list, end, page.next);
  } catch (error) {
    if (isCurrent())
      show(
        view,
        failed(error.message, () => orderList(view, isCurrent)),
      );
  }
}

function showEnd(list, end, next) {
  if (next === undefined) return show(end, h('p', {}, '没有更多了'));
  const more = async () => {
    try {
      const page = await callShop('orders.list', { before: next });
      list.append(...page.orders.map(row));
      showEnd(list, end, page.next);
    } catch (error) {
      show(end, failed(error.message, more));
    }
  };
  show(end, button('加载更多', more, { class: 'quiet' }));
}

/** What happened to an order, oldest first. */
export function timeline(order) {
  return h(
    'ol',
    { class: 'timeline' },
    order.timeline.map(({ at, text }) =>
      h('li', {}, h('time', { datetime: at }, timeOf(at)), h('span', {}, text)),
    ),
  );
}

/** An order's lines and total. */
export function lines(order) {
  return h(
    'ul',
    { class: 'lines' },
    order.lines.map(({ quantity, lineTotal, ...line }) =>
      h(
        'li',
        {},
        h('span', {}, lineTitle(line)),
        h('span', { class: 'times' }, `× ${quantity}`),
        h('span', {}, formatMoney(lineTotal)),
      ),
    ),
    order.freight.minor > 0 &&
      h('li', {}, h('span', {}, '运费'), h('span', {}), h('span', {}, formatMoney(order.freight))),
    h(
      'li',
      { class: 'total' },
      h('span', {}, '合计'),
      h('strong', { class: 'price' }, formatMoney(order.total)),
    ),
  );
}

function refunds(order) {
  if (order.refunds.length === 0) return null;
  return h(
    'ul',
    { class: 'lines' },
    order.refunds.map(({ amount, state }) =>
      h('li', {}, h('span', {}, REFUND_WORDS[state]), h('span', {}), h('span', {}, formatMoney(amount))),
    ),
  );
}

/** The facts of an order under its lines. */
function facts(order) {
  const rows = [
    ['订单号', h('code', {}, order.orderId)],
    ['下单时间', dayAndTime(order.placedAt)],
    order.state === 'awaitingPayment' && ['请于此前付款', dayAndTime(order.payBefore)],
    order.paidAt !== undefined && ['付款时间', dayAndTime(order.paidAt)],
  ].filter(Boolean);
  return h(
    'dl',
    { class: 'facts' },
    rows.map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  );
}

function detailCards(order, { actions }) {
  return h(
    'div',
    { class: 'detail' },
    h('a', { class: 'back', href: '#/orders' }, '‹ 全部订单'),
    h(
      'section',
      { class: 'card' },
      h('header', { class: 'card-head' }, h('h2', {}, '订单'), badge(order)),
      order.paymentUnknown && h('p', { class: 'hint' }, '付款结果以微信支付为准；若已付款，请稍候刷新。'),
      lines(order),
      refunds(order),
      facts(order),
      actions,
    ),
    h(
      'section',
      { class: 'card' },
      h('header', { class: 'card-head' }, h('h2', {}, '经过')),
      timeline(order),
    ),
  );
}

/** Draws one order into `view`; `pay` starts its payment. */
export async function orderDetail(view, orderId, { pay, isCurrent }) {
  const again = () => orderDetail(view, orderId, { pay, isCurrent });
  if (view.dataset.page !== `order ${orderId}`) show(view, loading('正在取订单…'));
  try {
    const order = await callShop('orders.detail', { orderId });
    if (!isCurrent()) return;
    view.dataset.page = `order ${orderId}`;
    const cancel = async () => {
      try {
        await callShop('orders.cancel', { orderId });
      } catch (error) {
        toast(error.message);
      }
      await again();
    };
    const open = order.state === 'awaitingPayment';
    const actions = h(
      'div',
      { class: 'actions' },
      open && button('去支付', () => pay(order), { class: 'primary' }),
      open && button('取消订单', cancel, { class: 'quiet' }),
      button('刷新', again, { class: 'quiet' }),
    );
    show(view, detailCards(order, { actions }));
  } catch (error) {
    if (!isCurrent()) return;
    show(view, h('a', { class: 'back', href: '#/orders' }, '‹ 全部订单'), failed(error.message, again));
  }
}
