import { button, byId } from './element';
import type { Timeline } from './timeline';

const STEPS = [
  { label: '+1 分钟', seconds: 60 },
  { label: '+31 分钟', seconds: 31 * 60 },
  { label: '+1 天', seconds: 86_400 },
  { label: '+8 天', seconds: 8 * 86_400 },
] as const;

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
  const [now, distance, steps] = [
    byId('now', HTMLElement),
    byId('ahead', HTMLElement),
    byId('advance', HTMLElement),
  ];
  let offsetMs = 0;
  const draw = (): void => {
    now.textContent = new Date(Date.now() + offsetMs).toLocaleString('zh-CN', {
      timeZone: 'Asia/Shanghai',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  };
  const take = ({ now_ms: nowMs, offset_seconds: seconds }: WorldClock): void => {
    offsetMs = nowMs - Date.now();
    distance.textContent = ahead(seconds);
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
  const move = async (seconds: number, label: string): Promise<void> => {
    const headers = { 'content-type': 'application/json', 'x-phone-as': 'frame' };
    await ask({ method: 'POST', headers, body: JSON.stringify({ advance_seconds: seconds }) });
    timeline.add({ title: '时钟', detail: `拨快 ${label.slice(1)}，到期的事已办`, tone: 'notice' });
    onMove();
  };
  steps.replaceChildren(
    ...STEPS.map(({ label, seconds }) => button(label, () => void move(seconds, label).catch(fail))),
  );
  ask().catch(fail);
  window.setInterval(draw, 1_000);
}
