import { advanceClock, loseNotifications, notifications, runJobs, world } from './api';
import { button, failed, h, loading, show, toast } from './dom';
import { aheadOf, NOTIFICATION_WORDS, timeOf } from './words';

/** The world's time: the machine's plus what the clock was moved. */
let aheadMs = 0;
export const worldNow = () => Date.now() + aheadMs;

async function advance(seconds, changed) {
  try {
    await advanceClock(seconds);
    const { expired, healed } = await runJobs();
    const news = [
      expired > 0 && `关闭超时订单 ${expired} 笔`,
      healed > 0 && `补上已付款 ${healed} 笔`,
    ].filter(Boolean);
    toast(`时钟前进 ${seconds / 60} 分钟，${news.length === 0 ? '没有订单到期' : news.join('，')}`);
  } catch (error) {
    toast(error.message);
  }
  changed();
}

function clockCard({ clock }, changed) {
  const time = h('time', { class: 'clock' }, timeOf(worldNow()));
  return h(
    'section',
    { class: 'card' },
    h(
      'header',
      { class: 'card-head' },
      h('h2', {}, '时钟'),
      h('span', { class: 'aside' }, aheadOf(clock.aheadSeconds)),
    ),
    h(
      'div',
      { class: 'clock-row' },
      time,
      button('+1 分钟', () => advance(60, changed), { class: 'small', 'data-key': 'minute' }),
      button('+31 分钟', () => advance(31 * 60, changed), { class: 'small', 'data-key': 'expiry' }),
    ),
    h('p', { class: 'note' }, '未付款的订单 30 分钟后关闭，库存退回。'),
  );
}

function faultCard({ losesNotifications }, changed) {
  const input = h('input', {
    type: 'checkbox',
    role: 'switch',
    id: 'lose',
    'data-key': 'lose',
    checked: losesNotifications,
  });
  input.addEventListener('change', async () => {
    try {
      await loseNotifications(input.checked);
    } catch (error) {
      toast(error.message);
    }
    changed();
  });
  return h(
    'section',
    { class: 'card' },
    h('label', { class: 'switch', for: 'lose' }, h('span', {}, '丢失通知'), input),
    h('p', { class: 'note' }, '打开后再买一件，看订单怎样自己查询补上。'),
  );
}

function notificationCard(list) {
  const rows = list.map(({ outTradeNo, state, createdAt, sends }) => {
    const status = sends.at(-1)?.status;
    const answered = status === undefined || status === null ? '' : ` · ${status}`;
    return h(
      'li',
      {},
      h('time', {}, timeOf(createdAt)),
      h('code', { title: outTradeNo }, `…${outTradeNo.slice(-8)}`),
      h('span', { class: `notice ${state}` }, `${NOTIFICATION_WORDS[state]}${answered}`),
    );
  });
  return h(
    'section',
    { class: 'card' },
    h('header', { class: 'card-head' }, h('h2', {}, '支付通知')),
    rows.length === 0
      ? h('p', { class: 'note' }, '还没有通知，付一笔款就有了。')
      : h('ul', { class: 'notices' }, rows),
  );
}

function addressCard({ wechatPayUrl, controlUrl, cloudUrl, notifyUrl }) {
  const rows = [
    ['小铺', '本页', location.origin],
    ['微信支付', '模拟器', wechatPayUrl],
    ['控制台', '付款、时钟、故障', controlUrl],
    ['云', '云函数与数据库', cloudUrl],
    ['通知地址', '微信支付送到这里', notifyUrl],
  ];
  return h(
    'section',
    { class: 'card' },
    h('header', { class: 'card-head' }, h('h2', {}, '都在哪里')),
    h(
      'dl',
      { class: 'addresses' },
      rows.map(([name, why, url]) => [
        h('dt', {}, name, h('span', {}, why)),
        h('dd', {}, h('code', {}, url)),
      ]),
    ),
  );
}

/** Draws what stands behind the shop into `aside`; `changed` is told when the world was changed from here. */
export async function behind(aside, changed) {
  if (aside.childElementCount === 0) show(aside, loading('正在看幕后…'));
  try {
    const [state, list] = await Promise.all([world(), notifications()]);
    aheadMs = state.clock.nowMs - Date.now();
    show(
      aside,
      clockCard(state, changed),
      faultCard(state, changed),
      notificationCard(list),
      addressCard(state),
    );
  } catch (error) {
    show(
      aside,
      failed(error.message, () => behind(aside, changed)),
    );
  }
}

/** Keeps the drawn clock going. */
export function tick() {
  const clock = document.querySelector('.clock');
  if (clock !== null) clock.textContent = timeOf(worldNow());
}
