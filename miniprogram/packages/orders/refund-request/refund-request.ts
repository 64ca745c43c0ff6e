import { MAX_PHOTO_BYTES } from '../../../contract/me';
import type { OrderView } from '../../../contract/order';
import {
  MAX_REFUND_PHOTOS,
  MAX_REFUND_TEXT_LENGTH,
  REFUND_REQUEST_REASON_WORDS,
  REFUND_REQUEST_REASONS,
  type RefundRequestReason,
} from '../../../contract/refund';
import { idFromLink } from '../../../contract/routes';
import { SHOP_REFUSAL_WORDS, type ShopRefusal } from '../../../contract/shop';
import { askToConfirm, notify } from '../../../platform/feedback';
import { choosePhotos, previewPictures, uploadPhoto } from '../../../platform/media';
import { goBack, openPage, replacePage } from '../../../platform/navigation';
import { newClientToken } from '../../../platform/token';
import { checkPhoto, loadMe } from '../../../services/me';
import { loadOrder } from '../../../services/orders';
import { requestRefund } from '../../../services/refunds';
import { follow, unfollow } from '../../../stores/following';
import { choosingGoodsBack } from '../../../stores/goods-back';
import { phaseWithoutOne, retriedPage } from '../../../stores/loaded-page';
import type { ListPhase } from '../../../stores/paged-list';
import { NO_REFUND_DRAFT, refundDraft, type RefundDraft } from '../../../stores/refund-draft';
import { formView, requestParams } from './request-form';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;
type Change = Extract<Parameters<typeof refundDraft.tell>[0], { kind: 'changed' }>['change'];

const UPLOAD_FAILED = '没有上传成功，点一下重试';

Page({
  data: {
    orderId: '',
    order: null as OrderView | null,
    phase: 'first' as ListPhase,
    problem: '',
    draft: NO_REFUND_DRAFT,
    form: { amount: {}, problem: '' } as ReturnType<typeof formView> | { amount: object; problem: string },
    reasons: REFUND_REQUEST_REASONS.map((reason) => ({ reason, words: REFUND_REQUEST_REASON_WORDS[reason] })),
    mostPhotos: MAX_REFUND_PHOTOS,
    mostText: MAX_REFUND_TEXT_LENGTH,
    /** Where this shopper's photos lie; empty until the first one is chosen. */
    photoPrefix: '',
    sending: false,
    unsure: '',
  },

  onLoad({ orderId }: { orderId?: string }) {
    const id = idFromLink(orderId);
    if (id === null) {
      this.setData({ phase: 'empty', problem: SHOP_REFUSAL_WORDS.ORDER_NOT_FOUND });
      return;
    }
    this.setData({ orderId: id });
    void this.load();
  },

  onUnload() {
    unfollow(this);
  },

  ...retriedPage,

  async load() {
    const end = await loadOrder(this.data.orderId);
    if (end.kind !== 'accepted') {
      this.setData({ phase: phaseWithoutOne(end, 'ORDER_NOT_FOUND'), problem: end.message });
    } else if (end.value.actions.includes('requestRefund')) {
      this.begin(end.value);
    } else {
      this.setData({ phase: 'empty', problem: SHOP_REFUSAL_WORDS.NOT_REFUNDABLE });
    }
  },

  begin(order: OrderView) {
    this.setData({ order, phase: 'end' });
    const [only] = order.lines.length === 1 ? order.lines : [];
    const pieces = only === undefined ? {} : { [only.skuId]: only.quantity };
    refundDraft.tell({ kind: 'opened', orderId: order.orderId, pieces });
    follow(this, 'draft', () => refundDraft.subscribe((draft) => this.draw(draft)));
  },

  draw(draft: RefundDraft) {
    const { order } = this.data;
    if (order !== null && draft.orderId === order.orderId)
      this.setData({ draft, form: formView(order, draft), unsure: '' });
  },

  change(change: Change) {
    // What was sent and is not known to have arrived is sent again as it was, or under another name.
    if (!this.data.sending) refundDraft.tell({ kind: 'changed', change });
  },

  onLine({ currentTarget }: Tap<{ skuId: string; quantity: number }>) {
    const { skuId, quantity } = currentTarget.dataset;
    const { pieces } = this.data.draft;
    this.change({ pieces: { ...pieces, [skuId]: (pieces[skuId] ?? 0) > 0 ? 0 : quantity } });
  },

  pieces() {
    return this.data.draft.pieces;
  },

  ...choosingGoodsBack,

  onReason({ currentTarget }: Tap<{ reason: RefundRequestReason }>) {
    this.change({ reason: currentTarget.dataset.reason });
  },

  onText({ detail }: WechatMiniprogram.Input) {
    this.change({ text: detail.value.slice(0, MAX_REFUND_TEXT_LENGTH) });
  },

  async onAddPhoto() {
    const left = MAX_REFUND_PHOTOS - this.data.draft.photos.length;
    if (left <= 0 || this.data.sending) return;
    const chosen = await choosePhotos(left);
    const fitting = chosen.filter(({ bytes }) => bytes <= MAX_PHOTO_BYTES).slice(0, left);
    if (fitting.length < chosen.length) notify('有照片超过5MB，请换一张');
    const tempPaths = fitting.map(({ tempPath }) => tempPath);
    refundDraft.tell({ kind: 'photosChosen', tempPaths });
    await Promise.all(tempPaths.map((tempPath) => this.upload(tempPath)));
  },

  move(tempPath: string, change: Partial<RefundDraft['photos'][number]>) {
    refundDraft.tell({ kind: 'photoMoved', tempPath, change });
  },

  /** Stores a photo and has the server look at it: only then it counts. */
  async upload(tempPath: string) {
    this.move(tempPath, { percent: 0, problem: '' });
    const prefix = await this.prefix();
    const ending = /\.(\w{1,5})$/.exec(tempPath)?.[1] ?? 'jpg';
    const fileId =
      prefix === ''
        ? null
        : await uploadPhoto({ tempPath }, `${prefix}${newClientToken()}.${ending}`, (percent) =>
            this.move(tempPath, { percent }),
          );
    if (fileId === null) {
      this.move(tempPath, { problem: UPLOAD_FAILED });
      return;
    }
    const end = await checkPhoto(fileId);
    if (end.kind === 'accepted') this.move(tempPath, { fileId, percent: 100 });
    else this.move(tempPath, { problem: end.kind === 'refused' ? end.message : UPLOAD_FAILED });
  },

  async prefix(): Promise<string> {
    if (this.data.photoPrefix !== '') return this.data.photoPrefix;
    const end = await loadMe();
    if (end.kind === 'accepted') this.setData({ photoPrefix: end.value.photoPrefix });
    return this.data.photoPrefix;
  },

  onPhoto({ currentTarget }: Tap<{ tempPath: string }>) {
    const { tempPath } = currentTarget.dataset;
    const photo = this.data.draft.photos.find((known) => known.tempPath === tempPath);
    if (photo === undefined) return;
    if (photo.problem === '')
      previewPictures(
        this.data.draft.photos.map((known) => known.tempPath),
        tempPath,
      );
    else void this.upload(tempPath);
  },

  onRemovePhoto({ currentTarget }: Tap<{ tempPath: string }>) {
    if (!this.data.sending)
      refundDraft.tell({ kind: 'photoRemoved', tempPath: currentTarget.dataset.tempPath });
  },

  async onSend() {
    const { order, draft, form, sending } = this.data;
    if (sending || order === null) return;
    const params = requestParams(order, draft);
    if (params === null) {
      notify(form.problem);
      return;
    }
    this.setData({ sending: true, unsure: '' });
    const end = await requestRefund(params);
    this.setData({ sending: false });
    if (end.kind === 'accepted') {
      unfollow(this, 'draft');
      refundDraft.tell({ kind: 'sent' });
      await replacePage('refund', { requestId: end.value.requestId });
      return;
    }
    if (end.kind === 'unknown')
      this.setData({ unsure: '没有等到结果，申请可能已经提交。再点一次即可，不会重复申请' });
    else await this.explain(end.code, end.message);
  },

  async explain(code: ShopRefusal, message: string) {
    if (code === 'CLIENT_TOKEN_REUSED') {
      // What was sent before its end was known did arrive, and was changed since: the shopper decides with both in view.
      refundDraft.tell({ kind: 'renamed' });
      const text = '可以先看看之前的申请，需要时再提交这一份';
      if (await askToConfirm({ title: '之前的申请已经提交', text, yes: '看申请', no: '再改改' }))
        void openPage('refunds', {});
      return;
    }
    if (await askToConfirm({ title: '申请没有提交', text: message, yes: '看订单', no: '再改改' }))
      void openPage('orderDetail', { orderId: this.data.orderId });
    else await this.load();
  },

  onBack() {
    void goBack();
  },
});
