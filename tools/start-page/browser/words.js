/** Shopper names that have a Chinese one; any other is shown as it is. */
export const SHOPPERS = { lin: '小林', zhou: '小周' };

export const shopperName = (as) => (Object.hasOwn(SHOPPERS, as) ? SHOPPERS[as] : as);

export const NOTIFICATION_WORDS = {
  pending: '等待送达',
  received: '已送达',
  exhausted: '不再重发',
  lost: '已丢失',
  notContacted: '未发送',
};

export const REFUND_WORDS = {
  due: '待退款',
  processing: '退款中',
  succeeded: '已退款',
  closed: '退款关闭',
  abnormal: '退款异常',
};

const time = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const day = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' });

/** Beijing time of day, e.g. `14:05:09`. */
export const timeOf = (at) => time.format(new Date(at));

/** Beijing day and time, e.g. `11月2日 14:05:09`. */
export function dayAndTime(at) {
  const parts = Object.fromEntries(day.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${parts.month}月${parts.day}日 ${timeOf(at)}`;
}

/** How far the world's clock is ahead, e.g. `快 1 小时 2 分钟`. */
export function aheadOf(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes === 0) return '与本机一致';
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return ['快', hours > 0 && `${hours} 小时`, rest > 0 && `${rest} 分钟`].filter(Boolean).join(' ');
}
