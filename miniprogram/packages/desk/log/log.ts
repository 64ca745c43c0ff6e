import {
  ACTION_WORDS,
  type ActionKind,
  type ActionSubjectKind,
  type ActionView,
  type FieldChange,
} from '../../../contract/desk-actions';
import { ROLE_WORDS } from '../../../contract/staff';
import { openPage } from '../../../platform/navigation';
import { listActions } from '../../../services/desk-staff';
import { growList } from '../../../stores/list-on-page';
import { listPage } from '../../../stores/list-page';
import { newList } from '../../../stores/paged-list';
import { timeText } from '../../../stores/when';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

interface ActionRow {
  readonly actionId: string;
  readonly words: string;
  readonly title: string;
  readonly who: string;
  readonly when: string;
  readonly changes: readonly string[];
  readonly note: string;
  readonly subject: ActionSubjectKind;
  readonly id: string;
}

/** What was not there before has no arrow. */
function changeText({ field, from, to }: FieldChange): string {
  return from === '' ? `${field}：${to}` : `${field}：${from} → ${to || '没有'}`;
}

/** Somebody who is called by the role is not called twice. */
function whoText({ name, role }: ActionView['by']): string {
  const words = ROLE_WORDS[role];
  return name === words ? words : `${name || '已离开的店员'} · ${words}`;
}

function rowOf({ actionId, at, by, what, subject, title, changes, note }: ActionView): ActionRow {
  return {
    actionId,
    words: ACTION_WORDS[what],
    title,
    who: whoText(by),
    when: timeText(at),
    changes: changes.map(changeText),
    note,
    subject: subject.kind,
    id: subject.id,
  };
}

const KINDS = Object.keys(ACTION_WORDS) as ActionKind[];

Page({
  ...listPage,

  data: {
    list: newList<ActionRow>(),
    kinds: ['全部操作', ...KINDS.map((kind) => ACTION_WORDS[kind])],
    /** 0 for all of them. */
    kind: 0,
  },

  onLoad() {
    void this.more();
  },

  onKind({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ kind: Number(detail.value) });
    void this.restart();
  },

  more(): Promise<void> {
    const what = KINDS[this.data.kind - 1];
    return growList(this, {
      ask: ({ cursor }) =>
        listActions({ ...(what !== undefined && { what }), ...(cursor !== undefined && { before: cursor }) }),
      rows: ({ actions, next }) => ({ items: actions.map(rowOf), next }),
    });
  },

  /** Opens what it was done to, where that has a page. */
  onAction({ currentTarget }: Tap<{ subject: ActionSubjectKind; id: string }>) {
    const { subject, id } = currentTarget.dataset;
    if (subject === 'product') void openPage('deskProduct', { productId: id });
    if (subject === 'sku') void openPage('deskSku', { skuId: id });
    if (subject === 'order') void openPage('deskOrder', { orderId: id });
    if (subject === 'staff' || subject === 'invitation') void openPage('deskStaff', {});
    if (subject === 'settings') void openPage('deskSettings', {});
  },
});
