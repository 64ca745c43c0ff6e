import type { PhoneMessage } from '../runtime/frame-link';
import { span } from './element';
import { worldNowMs } from './world-now';

/** More than one looks back on; older ones go. */
const KEPT = 200;

export type Tone = 'plain' | 'good' | 'bad' | 'notice';

interface Entry {
  readonly title: string;
  readonly detail: string;
  readonly tone: Tone;
}

/** What happened, newest first. */
export interface Timeline {
  add(entry: Entry): void;
  /** The same key again changes the entry instead of adding one. */
  put(key: string, entry: Entry): void;
  clear(): void;
}

export function createTimeline(list: HTMLOListElement, nothing: HTMLElement): Timeline {
  const keyed = new Map<string, HTMLLIElement>();
  const fill = (item: HTMLLIElement, { title, detail, tone }: Entry): void => {
    const time = document.createElement('time');
    time.textContent = new Date(worldNowMs()).toLocaleTimeString('zh-CN', {
      timeZone: 'Asia/Shanghai',
      hour12: false,
    });
    item.className = tone;
    item.replaceChildren(time, span('title', title), span('detail', detail));
  };
  const add = (entry: Entry): HTMLLIElement => {
    const item = document.createElement('li');
    fill(item, entry);
    list.prepend(item);
    while (list.children.length > KEPT) list.lastElementChild?.remove();
    nothing.hidden = true;
    return item;
  };
  return {
    add: (entry) => void add(entry),
    put: (key, entry) => {
      const known = keyed.get(key);
      if (known?.isConnected === true) fill(known, entry);
      else keyed.set(key, add(entry));
    },
    clear: () => {
      keyed.clear();
      list.replaceChildren();
      nothing.hidden = false;
    },
  };
}

const CALL_TONES = { ok: 'plain', refused: 'notice', failed: 'bad' } as const;

/** What the phone said, as an entry; nothing where it concerns the frame alone. */
export function entryOf(message: PhoneMessage): Entry | undefined {
  switch (message.kind) {
    case 'call': {
      const detail = [`${message.milliseconds} 毫秒`, message.detail].filter(Boolean).join(' · ');
      return { title: `云函数 ${message.name}`, detail, tone: CALL_TONES[message.outcome] };
    }
    case 'payment':
      return { title: '微信支付', detail: message.text, tone: 'good' };
    case 'problem':
      return { title: '出错了', detail: message.text, tone: 'bad' };
    case 'remark':
      return { title: '留意', detail: message.text, tone: 'notice' };
    case 'hello':
    case 'route':
      return undefined;
  }
}
