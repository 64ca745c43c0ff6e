import type { OrderLineView } from '../../../contract/order';
import type { WantedLine } from '../../../contract/quote';
import {
  MAX_PARCELS,
  SHIPPING_WAYS,
  type ParcelWish,
  type ShippingProblem,
  type ShippingView,
  type ShippingWay,
} from '../../../contract/shipping';
import { createDrafts } from '../../../stores/drafts';

/** A parcel as it is being entered. `pieces` counts only where goods are divided. */
export interface ParcelForm {
  readonly courierId: string;
  /** True once a person chose it: what is recognised does not replace it. */
  readonly chosen: boolean;
  readonly trackingNo: string;
  readonly pieces: Readonly<Record<string, number>>;
}

/** A shipment as it is being entered. `divided`: each parcel says what is in it. */
export interface ShipForm {
  readonly way: ShippingWay;
  readonly divided: boolean;
  readonly parcels: readonly ParcelForm[];
}

/** What goods there are to put into parcels. */
export type Goods = readonly Pick<OrderLineView, 'skuId' | 'title' | 'quantity'>[];

const EMPTY_PARCEL: ParcelForm = { courierId: '', chosen: false, trackingNo: '', pieces: {} };

/** What a shipment begins with: everything in one parcel. */
export const NEW_SHIPMENT: ShipForm = { way: 'express', divided: false, parcels: [EMPTY_PARCEL] };

function piecesOf(lines: readonly WantedLine[] | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries((lines ?? []).map(({ skuId, quantity }) => [skuId, quantity]));
}

/** What a correction begins with: what was sent. */
export function sentShipment({ way, parcels }: ShippingView): ShipForm {
  return {
    way: way ?? 'express',
    divided: parcels.some(({ lines }) => lines !== undefined),
    // A courier that is no longer offered is chosen anew, and one that the new number is not of gives way.
    parcels: parcels.map(({ courierId = '', trackingNo, lines }) => ({
      courierId,
      chosen: false,
      trackingNo,
      pieces: piecesOf(lines),
    })),
  };
}

/** A parcel of the form changed. */
export function withParcel(form: ShipForm, index: number, change: Partial<ParcelForm>): ShipForm {
  return {
    ...form,
    parcels: form.parcels.map((parcel, at) => (at === index ? { ...parcel, ...change } : parcel)),
  };
}

/** Begins to divide the goods: what there is stays in the first parcel, a second one waits. */
export function divided(form: ShipForm, goods: Goods): ShipForm {
  const first = form.parcels[0] ?? EMPTY_PARCEL;
  return { ...form, divided: true, parcels: [{ ...first, pieces: piecesOf(goods) }, EMPTY_PARCEL] };
}

/** One more parcel, as long as there may be one; it holds what no other holds. */
export function withMoreParcels(form: ShipForm, goods: Goods): ShipForm {
  if (form.parcels.length >= MAX_PARCELS) return form;
  const left = goods.map(({ skuId, quantity }) => ({ skuId, quantity: quantity - held(form, skuId) }));
  return { ...form, parcels: [...form.parcels, { ...EMPTY_PARCEL, pieces: piecesOf(left) }] };
}

/** One parcel less. The last one but one gives back everything: the goods are together again. */
export function withoutParcel(form: ShipForm, index: number): ShipForm {
  const parcels = form.parcels.filter((_parcel, at) => at !== index);
  const [only] = parcels.length === 1 ? parcels : [];
  return only === undefined
    ? { ...form, parcels }
    : { ...form, divided: false, parcels: [{ ...only, pieces: {} }] };
}

function held({ parcels }: ShipForm, skuId: string): number {
  return parcels.reduce((sum, { pieces }) => sum + (pieces[skuId] ?? 0), 0);
}

/** Most pieces of a SKU one parcel can hold: what the other parcels leave. */
export function mostPieces(form: ShipForm, goods: Goods, index: number, skuId: string): number {
  const there = goods.find((line) => line.skuId === skuId)?.quantity ?? 0;
  const here = form.parcels[index]?.pieces[skuId] ?? 0;
  return Math.max(0, there - held(form, skuId) + here);
}

/** How many pieces are in no parcel and stay for another time. */
export function piecesLeft(form: ShipForm, goods: Goods): number {
  if (!form.divided || form.way !== 'express') return 0;
  return goods.reduce((sum, { skuId, quantity }) => sum + quantity - held(form, skuId), 0);
}

function problemOf(parcel: ParcelForm, index: number, form: ShipForm): ShippingProblem | null {
  if (parcel.trackingNo.trim() === '')
    return { field: 'trackingNo', parcel: index, text: '请扫描或填写快递单号' };
  if (parcel.courierId === '') return { field: 'courierId', parcel: index, text: '请选择快递公司' };
  const empty = form.divided && Object.values(parcel.pieces).every((quantity) => quantity === 0);
  return empty ? { field: 'lines', parcel: index, text: '请选择这个包裹装了什么，或去掉它' } : null;
}

/** What stands in the way of sending, the first of it; the server judges again and knows more. */
export function shipProblem(form: ShipForm): ShippingProblem | null {
  if (form.way !== 'express') return null;
  for (const [index, parcel] of form.parcels.entries()) {
    const problem = problemOf(parcel, index, form);
    if (problem !== null) return problem;
  }
  return null;
}

/** The shipment as the server takes it. */
export function shipWish(form: ShipForm): {
  readonly way: ShippingWay;
  readonly parcels?: readonly ParcelWish[];
} {
  if (form.way !== 'express') return { way: form.way };
  const linesOf = ({ pieces }: ParcelForm): readonly WantedLine[] =>
    Object.entries(pieces).flatMap(([skuId, quantity]) => (quantity > 0 ? [{ skuId, quantity }] : []));
  return {
    way: 'express',
    parcels: form.parcels.map((parcel) => ({
      courierId: parcel.courierId,
      trackingNo: parcel.trackingNo.trim(),
      ...(form.divided && { lines: linesOf(parcel) }),
    })),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parseParcel(stored: unknown): ParcelForm[] {
  if (typeof stored !== 'object' || stored === null) return [];
  const { courierId, chosen, trackingNo, pieces } = stored as Fields;
  if (typeof courierId !== 'string' || typeof trackingNo !== 'string') return [];
  const counted = Object.entries((pieces ?? {}) as Fields).filter((pair): pair is [string, number] =>
    Number.isSafeInteger(pair[1]),
  );
  return [{ courierId, trackingNo, chosen: chosen === true, pieces: Object.fromEntries(counted) }];
}

function parseForm({ way, divided: isDivided, parcels }: Fields): ShipForm | null {
  const known = SHIPPING_WAYS.find((one) => one === way);
  const read = Array.isArray(parcels) ? parcels.flatMap(parseParcel) : [];
  if (known === undefined || read.length === 0) return null;
  return { way: known, divided: isDivided === true, parcels: read };
}

/** Shipments that are being entered, by order; a correction is a subject of its own. */
export const shipDrafts = createDrafts<ShipForm>('desk-ship/1', parseForm);
