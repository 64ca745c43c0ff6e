import type { Timeline, Tone } from './timeline';

const POLL_MS = 2_000;

interface Send {
  readonly status: number | null;
  readonly failure: string | null;
}

interface Notification {
  readonly id: string;
  readonly out_trade_no?: string;
  readonly state: string;
  readonly next_try: string | null;
  readonly sends: readonly Send[];
}

const STATES: Readonly<Record<string, readonly [words: string, tone: Tone]>> = {
  pending: ['等待再次发送', 'notice'],
  received: ['已送达', 'good'],
  exhausted: ['次数用完，不再发送', 'bad'],
  lost: ['在路上丢失', 'bad'],
  notContacted: ['地址不在本机，没有发送', 'notice'],
};

function describe({ state, sends, next_try: nextTry }: Notification): string {
  const answers = sends.map(({ status, failure }) =>
    status === null ? (failure ?? '没有应答') : String(status),
  );
  const [words = state] = STATES[state] ?? [];
  const next = state === 'pending' && nextTry !== null ? `，下次 ${nextTry.slice(11, 19)}` : '';
  return [words + next, answers.length > 0 ? `应答 ${answers.join('、')}` : ''].filter(Boolean).join(' · ');
}

/** Follows WeChat Pay's notifications: each send and each repeat shows in the timeline. */
export function followNotifications(timeline: Timeline): void {
  const seen = new Map<string, string>();
  let first = true;
  const look = async (): Promise<void> => {
    const response = await fetch('/world/notifications');
    if (!response.ok) return;
    const { notifications = [] } = (await response.json()) as {
      readonly notifications?: readonly Notification[];
    };
    for (const notification of notifications) {
      const detail = describe(notification);
      const isNews = seen.get(notification.id) !== detail;
      seen.set(notification.id, detail);
      // Of what was there before the page opened, nobody asked.
      if (!isNews || first) continue;
      const [, tone = 'plain'] = STATES[notification.state] ?? [];
      const title = `支付通知 ${notification.out_trade_no?.slice(-6) ?? ''}`.trim();
      timeline.put(notification.id, { title, detail, tone });
    }
    first = false;
  };
  let unanswered = '';
  const fail = (cause: unknown): void => {
    // The shop was stopped: when it is back, the page goes on.
    if (unanswered === '')
      timeline.add({ title: '没有应答', detail: '小铺停了吗？正在等它回来', tone: 'bad' });
    unanswered = String(cause);
  };
  window.setInterval(() => void look().then(() => (unanswered = ''), fail), POLL_MS);
  look().catch(fail);
}
