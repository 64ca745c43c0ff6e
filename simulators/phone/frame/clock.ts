import { button, byId } from './element';
import type { Timeline } from './timeline';
import { learnWorldNow, worldNowMs } from './world-now';

const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;
/** Bills of a day are fetched from ten in the morning on. */
const BILLS_AT_MS = 10 * 3_600_000 + 60_000;

/** How far it is to the next morning, once the bills of today can be had. */
function secondsToBills(nowMs: number): number {
  const midnightMs = Math.floor((nowMs + BEIJING_MS) / DAY_MS + 1) * DAY_MS - BEIJING_MS;
  return Math.ceil((midnightMs + BILLS_AT_MS - nowMs) / 1000);
}

interface Step {
  readonly label: string;
  /** What happened, in words. */
  readonly done: string;
  readonly seconds: (nowMs: number) => number;
}

const STEPS: readonly Step[] = [
  { label: '+1 分钟', done: '拨快 1 分钟', seconds: () => 60 },
  { label: '+31 分钟', done: '拨快 31 分钟', seconds: () => 31 * 60 },
  { label: '+1 天', done: '拨快 1 天', seconds: () => 86_400 },
  { label: '+8 天', done: '拨快 8 天', seconds: () => 8 * 86_400 },
  { label: '到次日对账', done: '拨到次日 10:01，昨天的账单已可对', seconds: secondsToBills },
];

interface WorldClock {
  readonly now_ms: number;
  readonly offset_seconds: number;
}

function ahead(seconds: number): string {
  if (seconds < 30) return '与真实时间一致';
  const minutes = Math.round(seconds / 60);
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [
    days > 0 ? `${days} 天` : '',
    hours > 0 ? `${hours} 小时` : '',
    rest > 0 ? `${rest} 分钟` : '',
  ];
  return `比真实时间快 ${parts.filter(Boolean).join(' ')}`;
}

/** Shows the world's time and moves it forward. `onMove` runs after a move. */
export function followClock(timeline: Timeline, onMove: () => void): void {
  const [now, aheadBy, steps] = [
    byId('now', HTMLElement),
    byId('ahead', HTMLElement),
    byId('advance', HTMLElement),
  ];
  const draw = (): void => {
    now.textContent = new Date(worldNowMs()).toLocaleString('zh-CN', {
      timeZone: 'Asia/Shanghai',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  };
  const take = ({ now_ms: nowMs, offset_seconds: seconds }: WorldClock): void => {
    learnWorldNow(nowMs);
    aheadBy.textContent = ahead(seconds);
    draw();
  };
  const ask = async (init?: RequestInit): Promise<void> => {
    const response = await fetch('/world/clock', init);
    if (!response.ok) throw new Error(`时钟没有应答（${response.status}）`);
    take((await response.json()) as WorldClock);
  };
  const fail = (cause: unknown): void =>
    timeline.add({
      title: '时钟',
      detail: cause instanceof Error ? cause.message : String(cause),
      tone: 'bad',
    });
  const move = async ({ seconds: distance, done }: Step): Promise<void> => {
    const seconds = distance(worldNowMs());
    const headers = { 'content-type': 'application/json', 'x-phone-as': 'frame' };
    await ask({ method: 'POST', headers, body: JSON.stringify({ advance_seconds: seconds }) });
    timeline.add({ title: '时钟', detail: `${done}，到期的事已办`, tone: 'notice' });
    onMove();
  };
  steps.replaceChildren(...STEPS.map((step) => button(step.label, () => void move(step).catch(fail))));
  ask().catch(fail);
  window.setInterval(draw, 1_000);
}
