import { describe, expect, it } from '@jest/globals';
import { shipmentProblems } from '../../../../cloudfunctions/core/audit/shipments';
import { auditBooks } from '../../../../cloudfunctions/core/audit/audit';
import type { Order, Parcel } from '../../../../cloudfunctions/core/order/order';
import type { Refund } from '../../../../cloudfunctions/core/refund/refund';
import type { Shipment, Upload } from '../../../../cloudfunctions/core/shipment/shipment';
import { NOW_MS, sampleOrder } from '../samples';
import { begun, books, refundOf, SF_NO, shipped, uploaded, wish, YTO_NO } from '../shipment/shipping-books';

interface Sent {
  readonly order: Order;
  readonly shipment: Shipment;
  readonly refunds?: readonly Refund[];
}

const ID = 'order-1';
const texts = ({ order, shipment, refunds = [] }: Sent) =>
  shipmentProblems([order], new Map([[ID, refunds]]), [shipment]).map(({ id, text }) => {
    expect(id).toBe(ID);
    return text;
  });

const WHOLE = uploaded(shipped());
const TEA = { skuId: 'tea-100g', quantity: 1 };
const PART = shipped(books(), { parcels: [{ courierId: 'SF', trackingNo: SF_NO, lines: [TEA] }] });
const [PARCEL] = WHOLE.order.parcels as readonly [Parcel];

const withOrder = (changes: Partial<Order>): Sent => ({ ...WHOLE, order: { ...WHOLE.order, ...changes } });
const withParcel = (changes: Partial<Parcel>): Sent => withOrder({ parcels: [{ ...PARCEL, ...changes }] });
const withShipment = (changes: Partial<Shipment>): Sent => ({
  ...WHOLE,
  shipment: { ...WHOLE.shipment, ...changes },
});
const withUpload = (changes: Partial<Upload>): Sent =>
  withShipment({ upload: { ...WHOLE.shipment.upload, ...changes } });

describe('audit of what was sent', () => {
  it.each<[string, Sent]>([
    ['an order that has just left', shipped()],
    ['one that is being told', begun(shipped(), NOW_MS)],
    ['one that WeChat knows', WHOLE],
    ['the first of several parcels', PART],
    ['one that was fetched', uploaded(shipped(books(), { way: 'pickup', parcels: [] }))],
    ['one that arrived', withOrder({ state: 'completed' })],
  ])('finds nothing wrong with %s', (_name, sent) => {
    expect(texts(sent)).toEqual([]);
  });

  it('takes what was refunded for what need not be sent, though WeChat Pay closed the refund later', () => {
    const refunds = [refundOf('tea-100g', 1), refundOf('cup-white', 1, { outRefundNo: 'refund-2' })];
    const sent = shipped(books({ refunds }));
    expect(sent.order.state).toBe('shipped');
    expect(texts({ ...sent, refunds })).toEqual([]);
    expect(texts({ ...sent, refunds: refunds.map((one) => ({ ...one, state: 'closed' })) })).toEqual([]);
  });

  it('finds an order that says it was sent and has no shipment', () => {
    const say = (order: Order) => shipmentProblems([order], new Map(), []).map(({ text }) => text);
    expect(say(sampleOrder({ state: 'shipped' }))).toEqual(['is shipped but nothing was sent']);
    expect(say(sampleOrder({ state: 'completed' }))).toEqual(['is completed but nothing was sent']);
    expect(say(sampleOrder({ state: 'completed', kind: 'counter' }))).toEqual([]);
    expect(say(sampleOrder({ state: 'paid' }))).toEqual([]);
    expect(say({ ...WHOLE.order, state: 'paid' })).toEqual(['has 1 parcels but no shipment']);
  });

  it('finds a shipment of nobody and a second one', () => {
    const { order, shipment } = WHOLE;
    const stray = { ...shipment, orderId: 'ghost' };
    expect(shipmentProblems([order], new Map(), [shipment, shipment, stray])).toEqual([
      { id: ID, text: 'has two shipments' },
      { id: 'ghost', text: 'order ghost is not there' },
    ]);
  });

  it.each<[Order['state'], string]>([
    ['awaitingPayment', 'is awaitingPayment but goods were sent'],
    ['closed', 'is closed but goods were sent'],
    ['paid', 'is paid but its shipment is complete'],
  ])('finds goods of an order that is %s', (state, text) => {
    expect(texts(withOrder({ state }))).toEqual([text]);
  });

  it('finds an order that is shipped while goods of it wait', () => {
    const order = { ...PART.order, state: 'shipped' } as const;
    expect(texts({ ...PART, order })).toEqual(['is shipped but its shipment is not complete']);
    const shipment = { ...PART.shipment, complete: true };
    expect(texts({ order, shipment })).toEqual([
      'its shipment is complete but tea-100g was neither sent nor refunded',
    ]);
    const declined = refundOf('tea-100g', 1, {
      state: 'closed',
      asked: {
        by: 'o-clerk',
        atMs: NOW_MS,
        token: 'token',
        requestId: null,
        goods: 'later',
        approval: { kind: 'declined', by: 'o-owner', atMs: NOW_MS },
      },
    });
    expect(texts({ order, shipment, refunds: [declined] })).toHaveLength(1);
  });

  it('finds goods of the counter on their way', () => {
    expect(texts(withOrder({ kind: 'counter' }))).toEqual(['is of the counter but was sent']);
  });

  it.each<[string, Sent, readonly string[]]>([
    [
      'more than was ordered',
      withParcel({ lines: [{ skuId: 'tea-100g', quantity: 3 }] }),
      [
        'more of tea-100g was sent than ordered',
        'its shipment is complete but cup-white was neither sent nor refunded',
      ],
    ],
    [
      'what was sent twice',
      withOrder({ parcels: [PARCEL, { ...PARCEL, parcelId: 'p2', trackingNo: YTO_NO }] }),
      ['more of tea-100g was sent than ordered'],
    ],
    [
      'what nobody ordered',
      withParcel({ lines: [...WHOLE.order.lines, { skuId: 'ghost', quantity: 1 }] }),
      ['more of ghost was sent than ordered'],
    ],
    [
      'no pieces at all',
      withParcel({
        lines: [...WHOLE.order.lines, { skuId: 'cup-white', quantity: 0 }, { skuId: 'none', quantity: 0 }],
      }),
      ['0 of none are in a parcel'],
    ],
    ['without a number', withParcel({ trackingNo: '' }), ['parcel p1 has no courier or no number']],
  ])('finds a parcel with %s', (_name, sent, found) => {
    expect(texts(sent)).toEqual(found);
  });

  it('finds parcels that cannot be told apart', () => {
    const both = shipped(PART, { parcels: [{ courierId: 'YTO', trackingNo: YTO_NO }] });
    expect(texts(both)).toEqual([]);
    const [first, second] = both.order.parcels as readonly [Parcel, Parcel];
    const parcels = (changes: Partial<Parcel>) => ({
      ...both,
      order: { ...both.order, parcels: [first, { ...second, ...changes }] },
    });
    expect(texts(parcels({ parcelId: 'p1' }))).toEqual(['parcel p1 stands twice']);
    expect(texts(parcels({ courierId: 'SF', trackingNo: SF_NO }))).toEqual([`two parcels are SF ${SF_NO}`]);
    const many = Array.from({ length: 11 }, (_, at) => ({
      ...first,
      parcelId: `p${at + 1}`,
      trackingNo: `${SF_NO}${at}`,
      lines: [{ skuId: 'cup-white', quantity: 1 }],
    }));
    expect(texts({ ...both, order: { ...both.order, parcels: many } })).toContain('has 11 parcels');
    expect(texts({ ...WHOLE, order: { ...WHOLE.order, parcels: [] } })).toContain(
      'has a shipment but no parcel',
    );
  });

  it('finds a courier where none carries anything', () => {
    expect(texts(withShipment({ way: 'pickup' }))).toEqual(['goes by pickup but has parcels of a courier']);
  });
});

describe('audit of what WeChat was told', () => {
  const { upload } = WHOLE.shipment;
  const { taken } = upload;
  it.each<[string, Sent, readonly string[]]>([
    [
      'sent that was never taken',
      withUpload({ taken: null }),
      ['its upload is sent, but WeChat took version none of 1'],
    ],
    [
      'sent though there is news',
      withUpload({ version: 2 }),
      ['its upload is sent, but WeChat took version 1 of 2'],
    ],
    [
      'sent as a part, of the whole',
      withUpload({ taken: taken && { ...taken, finished: false } }),
      ['its upload is sent, but WeChat took version 1 of 1'],
    ],
    ['taken that was never told', withUpload({ sent: null }), ['WeChat took version 1, which was not told']],
    [
      'told that does not exist',
      withUpload({ state: 'refused', sent: upload.sent && { ...upload.sent, version: 2 } }),
      ['version 2 was told, but there are 1'],
    ],
    [
      'unsure that was never told',
      withUpload({ state: 'unsure', sent: null, taken: null }),
      ['its upload is unsure, but nothing was told'],
    ],
  ])('finds an upload that is %s', (_name, sent, found) => {
    expect(texts(sent)).toEqual(found);
  });

  it.each(['due', 'waiting', 'unsure'] as const)('finds an upload that is %s and forgotten', (state) => {
    const sent = withShipment({ nextStepAtMs: null, upload: { ...upload, state } });
    expect(texts(sent)).toEqual([`its upload is ${state}, but nobody goes on with it`]);
  });

  it('finds a correction of what WeChat never had, and money that came before the goods', () => {
    const untold = { ...shipped(), shipment: { ...shipped().shipment, corrected: true } };
    expect(texts(untold)).toEqual(['its correction is used, but WeChat took nothing before']);
    expect(texts(withShipment({ settledAtMs: NOW_MS }))).toEqual(['it is settled but was never confirmed']);
  });
});

describe('the audit of all books', () => {
  it('names the shipment, and says nothing where shipments are not looked at', () => {
    const nothing = { stocks: [], movements: [], orders: [], attempts: [], refunds: [] };
    expect(auditBooks({ ...nothing, shipments: [shipped(books(), wish()).shipment] })).toEqual([
      { rule: 'shipment', id: ID, text: `order ${ID} is not there` },
    ]);
    expect(auditBooks(nothing)).toEqual([]);
  });
});
