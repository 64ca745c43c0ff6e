import { idFromLink } from '../../../contract/routes';
import {
  MAX_PARCELS,
  MAX_TRACKING_NO_LENGTH,
  SHIPPING_REFUSAL_WORDS,
  SHIPPING_WAY_WORDS,
  SHIPPING_WAYS,
  type CourierView,
  type ShippingProblem,
  type ShippingView,
  type ShippingWay,
} from '../../../contract/shipping';
import { notify } from '../../../platform/feedback';
import { goBack, setTitle } from '../../../platform/navigation';
import { scanCode } from '../../../platform/scan';
import {
  correctShipping,
  listCouriers,
  loadShipping,
  recogniseParcel,
  ship,
} from '../../../services/desk-shipping';
import type { Draft } from '../../../stores/drafts';
import { follow, unfollow } from '../../../stores/following';
import { phaseWithoutOne, retriedPage } from '../../../stores/loaded-page';
import type { ListPhase } from '../../../stores/paged-list';
import {
  divided,
  mostPieces,
  NEW_SHIPMENT,
  piecesLeft,
  sentShipment,
  shipDrafts,
  shipProblem,
  shipWish,
  withMoreParcels,
  withoutParcel,
  withParcel,
  type ShipForm,
} from './ship-form';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

/** The courier each page is looking up. */
const recognising = new WeakMap<object, Promise<void>>();

/** A parcel as it is drawn. */
interface ParcelCard {
  readonly courier: string;
  readonly hint: string;
  readonly trackingNo: string;
  readonly goods: readonly { skuId: string; title: string; pieces: number; most: number }[];
}

function cardsOf(form: ShipForm, shipping: ShippingView, couriers: readonly CourierView[]): ParcelCard[] {
  return form.parcels.map(({ courierId, trackingNo, pieces }, index) => {
    const courier = couriers.find((known) => known.courierId === courierId);
    return {
      courier: courier?.name ?? '',
      hint: courier?.numberHint ?? '',
      trackingNo,
      goods: form.divided
        ? shipping.toShip.map(({ skuId, title, specification }) => ({
            skuId,
            title: specification === '' ? title : `${title} ${specification}`,
            pieces: pieces[skuId] ?? 0,
            most: mostPieces(form, shipping.toShip, index, skuId),
          }))
        : [],
    };
  });
}

function buttonWords(form: ShipForm, correct: boolean): string {
  if (correct) return '更正物流';
  if (form.way !== 'express') return `发货 · ${SHIPPING_WAY_WORDS[form.way]}`;
  return form.parcels.length === 1 ? '发货' : `发货 · ${form.parcels.length}个包裹`;
}

Page({
  data: {
    orderId: '',
    correct: false,
    subject: '',
    phase: 'first' as ListPhase,
    problem: '',
    shipping: null as ShippingView | null,
    couriers: [] as readonly CourierView[],
    ways: SHIPPING_WAYS.map((way) => ({ way, words: SHIPPING_WAY_WORDS[way] })),
    form: NEW_SHIPMENT,
    cards: [] as readonly ParcelCard[],
    left: 0,
    mayDivide: false,
    mayAdd: false,
    words: '发货',
    longestNo: MAX_TRACKING_NO_LENGTH,
    /** Sent, and its end is not known. */
    unsure: false,
    sending: false,
    wrong: null as ShippingProblem | null,
    /** Which parcel's courier is being chosen; -1 for none. */
    choosing: -1,
  },

  onLoad({ orderId, correct }: { orderId?: string; correct?: string }) {
    const id = idFromLink(orderId);
    if (id === null) {
      this.setData({ phase: 'empty', problem: SHIPPING_REFUSAL_WORDS.ORDER_NOT_FOUND });
      return;
    }
    const isCorrection = correct === 'yes';
    if (isCorrection) setTitle('更正物流');
    this.setData({ orderId: id, correct: isCorrection, subject: isCorrection ? `${id}/correct` : id });
    void this.load();
  },

  onUnload() {
    unfollow(this);
  },

  ...retriedPage,

  async load() {
    const [couriers, end] = await Promise.all([listCouriers(), loadShipping(this.data.orderId)]);
    if (couriers.kind === 'accepted') this.setData({ couriers: couriers.value.couriers });
    if (end.kind !== 'accepted') {
      this.setData({ phase: phaseWithoutOne(end, 'ORDER_NOT_FOUND'), problem: end.message });
      return;
    }
    const { correct, subject } = this.data;
    const known = shipDrafts.read(subject);
    if (known?.sent !== true && !(correct ? end.value.canCorrect : end.value.canShip)) {
      const problem = SHIPPING_REFUSAL_WORDS[correct ? 'CORRECTION_USED' : 'ALREADY_SHIPPED'];
      this.setData({ phase: 'empty', problem });
      return;
    }
    this.begin(end.value);
  },

  begin(shipping: ShippingView) {
    const { correct, subject, couriers } = this.data;
    this.setData({ shipping, phase: 'end' });
    const [latest] = couriers;
    const fresh =
      latest?.lastUsedAt === undefined
        ? NEW_SHIPMENT
        : withParcel(NEW_SHIPMENT, 0, { courierId: latest.courierId });
    shipDrafts.tell(subject, { kind: 'opened', form: correct ? sentShipment(shipping) : fresh });
    follow(this, 'draft', () => shipDrafts.subscribe(subject, (draft) => this.draw(draft)));
  },

  draw({ form, sent }: Draft<ShipForm>) {
    const { shipping, couriers, correct, sending } = this.data;
    if (shipping === null) return;
    const pieces = shipping.toShip.reduce((sum, { quantity }) => sum + quantity, 0);
    this.setData({
      form,
      cards: cardsOf(form, shipping, couriers),
      left: correct ? 0 : piecesLeft(form, shipping.toShip),
      mayDivide: !correct && !form.divided && pieces > 1,
      mayAdd: !correct && form.divided && form.parcels.length < MAX_PARCELS,
      words: buttonWords(form, correct),
      unsure: sent && !sending,
    });
  },

  change(form: ShipForm) {
    this.setData({ wrong: null });
    shipDrafts.tell(this.data.subject, { kind: 'changed', change: form });
  },

  onWay({ currentTarget }: Tap<{ way: ShippingWay }>) {
    this.change({ ...this.data.form, way: currentTarget.dataset.way });
  },

  onNumber({ currentTarget, detail }: WechatMiniprogram.Input<object, { index: number }>) {
    this.change(withParcel(this.data.form, currentTarget.dataset.index, { trackingNo: detail.value }));
  },

  onNumberDone({ currentTarget, detail }: WechatMiniprogram.Input<object, { index: number }>) {
    void this.findCourier(currentTarget.dataset.index, detail.value);
  },

  async onScan({ currentTarget }: Tap<{ index: number }>) {
    const { index } = currentTarget.dataset;
    const scanned = await scanCode('barCode');
    if (scanned.kind === 'failed') notify('没有扫到单号，可以手动填写');
    if (scanned.kind !== 'text') return;
    this.change(withParcel(this.data.form, index, { trackingNo: scanned.text }));
    await this.findCourier(index, scanned.text);
  },

  findCourier(index: number, trackingNo: string): Promise<void> {
    const finding = this.recognise(index, trackingNo);
    recognising.set(this, finding);
    return finding;
  },

  /** Finds the courier by the number, unless somebody chose one. */
  async recognise(index: number, trackingNo: string) {
    if (trackingNo.trim() === '' || this.data.form.parcels[index]?.chosen === true) return;
    const end = await recogniseParcel(trackingNo);
    const parcel = this.data.form.parcels[index];
    if (end.kind !== 'accepted' || parcel === undefined || parcel.chosen) return;
    if (parcel.trackingNo !== trackingNo) return;
    const { couriers, trackingNo: tidy } = end.value;
    const fits = couriers.some(({ courierId }) => courierId === parcel.courierId);
    const courierId = fits ? parcel.courierId : (couriers[0]?.courierId ?? parcel.courierId);
    this.change(withParcel(this.data.form, index, { trackingNo: tidy, courierId }));
  },

  onCourier({ currentTarget }: Tap<{ index: number }>) {
    this.setData({ choosing: currentTarget.dataset.index });
  },

  onCourierChosen({ currentTarget }: Tap<{ courierId: string }>) {
    const { choosing, form } = this.data;
    const { courierId } = currentTarget.dataset;
    this.change(withParcel(form, choosing, { courierId, chosen: true }));
    this.setData({ choosing: -1 });
  },

  onSheet({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.onCloseSheet();
  },

  onCloseSheet() {
    this.setData({ choosing: -1 });
  },

  onDivide() {
    this.change(divided(this.data.form, this.data.shipping?.toShip ?? []));
  },

  onAdd() {
    this.change(withMoreParcels(this.data.form, this.data.shipping?.toShip ?? []));
  },

  onRemove({ currentTarget }: Tap<{ index: number }>) {
    this.change(withoutParcel(this.data.form, currentTarget.dataset.index));
  },

  onPieces({
    currentTarget,
    detail,
  }: WechatMiniprogram.CustomEvent<{ value: number }, object, { index: number; skuId: string }>) {
    const { index, skuId } = currentTarget.dataset;
    const { form } = this.data;
    const pieces = form.parcels[index]?.pieces ?? {};
    if (pieces[skuId] !== detail.value)
      this.change(withParcel(form, index, { pieces: { ...pieces, [skuId]: detail.value } }));
  },

  async onSend() {
    if (this.data.sending) return;
    this.setData({ sending: true, wrong: null });
    // The tap that ends typing comes before the courier of that number is known.
    await recognising.get(this);
    const { form, orderId, subject, correct } = this.data;
    const draft = shipDrafts.read(subject);
    const wrong = shipProblem(form);
    if (wrong !== null || draft === undefined) {
      this.setData({ sending: false, wrong });
      return;
    }
    shipDrafts.tell(subject, { kind: 'sent' });
    const params = { clientToken: draft.clientToken, orderId, ...shipWish(draft.form) };
    const end = await (correct ? correctShipping(params) : ship(params));
    this.setData({ sending: false });
    if (end.kind === 'accepted') {
      shipDrafts.tell(subject, { kind: 'done' });
      notify(correct ? '已更正' : '已发货', 'done');
      await goBack();
    } else if (end.kind === 'unknown') {
      this.setData({ unsure: true });
    } else {
      shipDrafts.tell(subject, { kind: 'refused' });
      this.setData({ wrong: end.detail ?? { field: 'orderId', text: end.message } });
    }
  },

  onBack() {
    void goBack();
  },
});
