import {
  ADJUST_REASON_WORDS,
  ADJUST_REASONS,
  MOVEMENT_WORDS,
  STOCK_LIMITS,
  STOCK_REFUSAL_WORDS,
  type AdjustReason,
  type MovementView,
  type SkuStockView,
} from '../../../contract/desk-stock';
import { idFromLink } from '../../../contract/routes';
import { mayDo } from '../../../contract/staff';
import { notify } from '../../../platform/feedback';
import { goBack, openPage, stopRefreshing } from '../../../platform/navigation';
import { adjustStock, listMovements, loadStock } from '../../../services/desk-stock';
import type { Draft } from '../../../stores/drafts';
import { follow, unfollow } from '../../../stores/following';
import { growList, tellList } from '../../../stores/list-on-page';
import { type ListPhase, newList, phaseWithout, wantsMore } from '../../../stores/paged-list';
import { timeText } from '../../../stores/when';
import { followRole } from '../role/follow-role';
import { adjustDrafts, adjustmentOf, NEW_ADJUSTMENT, type AdjustForm, type Adjustment } from './adjust-form';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

interface MovementRow {
  readonly movementId: string;
  readonly words: string;
  readonly delta: string;
  readonly gain: boolean;
  readonly when: string;
  readonly who: string;
  readonly note: string;
  readonly orderId: string;
}

function rowOf({
  movementId,
  kind,
  delta,
  quantity,
  at,
  reason,
  by,
  note,
  orderId,
}: MovementView): MovementRow {
  return {
    movementId,
    words: reason === undefined ? MOVEMENT_WORDS[kind] : ADJUST_REASON_WORDS[reason],
    delta: delta === 0 ? `${quantity} 件` : `${delta > 0 ? '+' : '−'}${Math.abs(delta)}`,
    gain: delta > 0,
    when: timeText(at),
    who: by?.name ?? '',
    note: note ?? '',
    orderId: orderId ?? '',
  };
}

Page({
  data: {
    skuId: '',
    phase: 'first' as ListPhase,
    problem: '',
    sku: null as SkuStockView | null,
    mayAdjust: false,
    reasons: ADJUST_REASONS.map((reason) => ({ reason, words: ADJUST_REASON_WORDS[reason] })),
    form: NEW_ADJUSTMENT,
    adjustment: { delta: null, problem: '', words: '调整库存' } as Adjustment,
    tried: false,
    wrong: '',
    /** What others did since, where that is why it was refused. */
    since: [] as readonly MovementRow[],
    sending: false,
    unsure: false,
    longestNote: STOCK_LIMITS.noteLength,
    list: newList<MovementRow>(),
  },

  onLoad({ skuId }: { skuId?: string }) {
    const id = idFromLink(skuId);
    if (id === null) {
      this.setData({ phase: 'empty', problem: STOCK_REFUSAL_WORDS.SKU_NOT_FOUND });
      return;
    }
    this.setData({ skuId: id });
    followRole(this, (role) => this.setData({ mayAdjust: mayDo(role, 'stock') }));
    void this.load();
    void this.more();
  },

  onUnload() {
    unfollow(this);
  },

  async onPullDownRefresh() {
    await this.load();
    this.restart();
    stopRefreshing();
  },

  onReachBottom() {
    if (wantsMore(this.data.list)) void this.more();
  },

  onRetry() {
    this.setData({ phase: 'first' });
    void this.load();
    this.restart();
  },

  restart() {
    tellList(this, { kind: 'restarted' });
    void this.more();
  },

  onRetryList() {
    void this.more();
  },

  more(): Promise<void> {
    const { skuId } = this.data;
    return growList(this, {
      ask: ({ cursor }) => listMovements({ skuId, ...(cursor !== undefined && { before: cursor }) }),
      rows: ({ movements, next }) => ({ items: movements.map(rowOf), next }),
    });
  },

  async load() {
    const end = await loadStock(this.data.skuId);
    if (end.kind === 'accepted') this.show(end.value);
    else if (end.kind === 'refused' && end.code === 'SKU_NOT_FOUND')
      this.setData({ phase: 'empty', problem: end.message });
    else if (this.data.sku === null) this.setData({ phase: phaseWithout(end), problem: end.message });
    else notify(end.message);
  },

  show(sku: SkuStockView) {
    const { skuId } = this.data;
    this.setData({ sku, phase: 'end' });
    adjustDrafts.tell(skuId, { kind: 'opened', form: NEW_ADJUSTMENT });
    follow(this, 'draft', () => adjustDrafts.subscribe(skuId, (draft) => this.draw(draft)));
  },

  draw({ form, sent }: Draft<AdjustForm>) {
    const { sku, sending } = this.data;
    if (sku !== null) this.setData({ form, adjustment: adjustmentOf(form, sku), unsure: sent && !sending });
  },

  change(change: Partial<AdjustForm>) {
    this.setData({ wrong: '' });
    adjustDrafts.tell(this.data.skuId, { kind: 'changed', change });
  },

  onReason({ currentTarget }: Tap<{ reason: AdjustReason }>) {
    this.change({ reason: currentTarget.dataset.reason });
  },

  onLess({ currentTarget }: Tap<{ less: boolean }>) {
    this.change({ less: currentTarget.dataset.less });
  },

  onPieces({ detail }: WechatMiniprogram.Input) {
    this.change({ piecesText: detail.value });
  },

  onNote({ detail }: WechatMiniprogram.Input) {
    this.change({ note: detail.value.slice(0, STOCK_LIMITS.noteLength) });
  },

  async onSend() {
    const { skuId, sku, sending } = this.data;
    const before = adjustDrafts.read(skuId);
    if (sending || sku === null || before === undefined) return;
    // Sent again as it was: the count on the screen may be newer by now.
    if (!before.sent) {
      const { delta } = adjustmentOf(before.form, sku);
      if (delta === null) {
        this.setData({ tried: true });
        return;
      }
      adjustDrafts.tell(skuId, { kind: 'changed', change: { version: sku.version, delta } });
    }
    this.setData({ sending: true, wrong: '', since: [] });
    adjustDrafts.tell(skuId, { kind: 'sent' });
    const draft = adjustDrafts.read(skuId) ?? before;
    await this.send(draft);
    this.setData({ sending: false });
  },

  async send({ form, clientToken }: Draft<AdjustForm>) {
    const { skuId } = this.data;
    if (form.reason === '') return;
    const note = form.note.trim();
    const end = await adjustStock({
      clientToken,
      skuId,
      delta: form.delta,
      reason: form.reason,
      version: form.version,
      ...(note !== '' && { note }),
    });
    if (end.kind === 'unknown') {
      this.setData({ unsure: true });
      return;
    }
    if (end.kind === 'accepted') {
      unfollow(this, 'draft');
      adjustDrafts.tell(skuId, { kind: 'done' });
      notify('已调整', 'done');
      this.setData({ tried: false });
      this.show(end.value);
      this.restart();
      return;
    }
    adjustDrafts.tell(skuId, { kind: 'refused' });
    this.setData({ wrong: end.message });
    if (end.detail === undefined) return;
    if ('problems' in end.detail) this.setData({ wrong: end.detail.problems[0]?.message ?? end.message });
    else {
      this.setData({ since: end.detail.movements.slice(0, 3).map(rowOf) });
      this.show(end.detail.sku);
      this.restart();
    }
  },

  onOrder({ currentTarget }: Tap<{ orderId: string }>) {
    const { orderId } = currentTarget.dataset;
    if (orderId !== '') void openPage('deskOrder', { orderId });
  },

  onBack() {
    void goBack();
  },
});
