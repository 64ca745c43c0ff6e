import type { DeskOrderView } from '../../../../miniprogram/contract/desk-orders';
import type { RefundCaseView } from '../../../../miniprogram/contract/desk-refunds';
import type { SkuStockView } from '../../../../miniprogram/contract/desk-stock';
import type { ShippingView } from '../../../../miniprogram/contract/shipping';
import { address, quoteLine, yuan } from '../../samples';

const { addressId: _id, isDefault: _default, ...to } = address;

/** A paid order of two pieces, nothing sent, nothing given back. */
export function deskOrder(change: Partial<DeskOrderView> = {}): DeskOrderView {
  return {
    orderId: 'order-1',
    kind: 'delivery',
    state: 'paid',
    lines: [quoteLine('green', 2)],
    goodsTotal: yuan(17_600),
    freight: yuan(800),
    total: yuan(18_400),
    refunded: yuan(0),
    givenBack: false,
    openRequests: 0,
    buyer: { ...to, masked: false },
    remark: '',
    note: '',
    placedAt: '2026-11-21T08:00:00.000Z',
    paidAt: '2026-11-21T08:01:00.000Z',
    payBefore: '2026-11-21T08:30:00.000Z',
    paymentUnknown: false,
    parcels: [],
    payments: [],
    paid: yuan(18_400),
    refundable: yuan(18_400),
    refundNos: [],
    requestIds: [],
    timeline: [],
    ...change,
  };
}

/** Nothing of the order was sent yet. */
export function shippingOf(change: Partial<ShippingView> = {}): ShippingView {
  return {
    orderId: 'order-1',
    orderState: 'paid',
    way: null,
    parcels: [],
    toShip: [quoteLine('green', 2)],
    upload: null,
    money: null,
    message: { state: 'none', text: '' },
    canShip: true,
    canCorrect: false,
    canRemind: false,
    ...change,
  };
}

/** A request for 88.00 that waits for an answer. */
export function refundCase(change: Partial<RefundCaseView> = {}): RefundCaseView {
  return {
    order: deskOrder(),
    paid: yuan(18_400),
    refunded: yuan(0),
    refundable: yuan(18_400),
    secondAbove: null,
    request: {
      requestId: 'request-1',
      state: 'requested',
      amount: yuan(8800),
      lines: [quoteLine('green', 1)],
      reason: 'damaged',
      text: '杯口缺了一块',
      photos: [],
      requestedAt: '2026-11-21T09:00:00.000Z',
      answer: '',
      timeline: [],
    },
    refund: null,
    actions: ['approveRequest', 'rejectRequest'],
    ...change,
  };
}

/** The refund that carries out a request. */
export function refundOf(
  change: Partial<NonNullable<RefundCaseView['refund']>> = {},
): NonNullable<RefundCaseView['refund']> {
  return {
    outRefundNo: 'refund-1',
    outTradeNo: 'trade-1',
    amount: yuan(8800),
    state: 'processing',
    reason: 'requested',
    text: '',
    createdAt: '2026-11-21T09:10:00.000Z',
    approval: 'notNeeded',
    lines: [],
    ...change,
  };
}

export function skuStock(change: Partial<SkuStockView> = {}): SkuStockView {
  return {
    skuId: 'green',
    productId: 'mat',
    title: '亚麻茶席',
    specification: '墨绿',
    picture: null,
    barcode: '6901234567892',
    onSale: true,
    available: 12,
    reserved: 2,
    sold: 8,
    version: 3,
    ...change,
  };
}
