import { SHOPPER } from './api';
import { behind, tick, worldNow } from './behind';
import { h, holdStill, show, toast } from './dom';
import { orderDetail, orderList } from './orders';
import { askPayment } from './pay-sheet';
import { Purchase } from './purchase';
import { purchaseView } from './purchase-view';
import { shelf } from './shelf';
import { SHOPPERS, shopperName } from './words';

const view = document.querySelector('#view');
const top = document.querySelector('#top');
const aside = document.querySelector('#behind');

let purchase = null;
/** Counts the pages shown: an answer that comes after the next page was opened is not drawn. */
let turn = 0;

function header(path) {
  const tab = (href, label, isHere) =>
    h('a', { href, 'data-key': href, ...(isHere && { 'aria-current': 'page' }) }, label);
  const people = new Set([...Object.keys(SHOPPERS), SHOPPER]);
  const who = [...people].map((name) =>
    h('a', { href: `?as=${name}`, ...(name === SHOPPER && { 'aria-current': 'true' }) }, shopperName(name)),
  );
  show(
    top,
    h(
      'div',
      { class: 'brand-row' },
      h('h1', {}, '小铺'),
      h('nav', { class: 'people', 'aria-label': '顾客' }, who),
    ),
    h(
      'nav',
      { class: 'tabs', 'aria-label': '页面' },
      tab('#/', '货架', !path.startsWith('/orders')),
      tab('#/orders', '我的订单', path.startsWith('/orders')),
    ),
  );
}

const refreshBehind = () => behind(aside, draw);

function start(wish) {
  if (purchase?.state === 'running') {
    toast('上一笔还在进行，请先完成');
    location.hash = '#/purchase';
    return;
  }
  let noticed = '';
  const mine = new Purchase(wish, {
    now: worldNow,
    askSheet: askPayment,
    changed: () => {
      if (location.hash === '#/purchase' && purchase === mine) purchaseView(view, mine);
      // What happened behind the scenes is worth another look when a step ended, not at every draw.
      const ended = mine.steps.map(({ state }) => state).join();
      if (ended !== noticed && mine.state !== 'running') void refreshBehind();
      noticed = ended;
    },
  });
  purchase = mine;
  void holdStill(document.querySelector('.frame'));
  location.hash = '#/purchase';
  return mine.go();
}

function draw() {
  const path = location.hash.slice(1) || '/';
  turn += 1;
  const mine = turn;
  const isCurrent = () => turn === mine;
  header(path);
  void refreshBehind();
  const orderId = /^\/orders\/([0-9A-Za-z_-]+)$/.exec(path)?.[1];
  if (orderId !== undefined)
    return orderDetail(view, orderId, { pay: (order) => start({ order }), isCurrent });
  if (path === '/orders') return orderList(view, isCurrent);
  if (path === '/purchase' && purchase !== null) return purchaseView(view, purchase);
  if (path !== '/') return location.replace('#/');
  return shelf(view, start, isCurrent);
}

addEventListener('hashchange', () => {
  scrollTo(0, 0);
  void draw();
});
document.title = `小铺 · ${shopperName(SHOPPER)}`;
void draw();
setInterval(tick, 1_000);
