import type { AddressView } from '../../miniprogram/contract/address';
import type { CartLineView, CartView } from '../../miniprogram/contract/cart';
import type { OrderView } from '../../miniprogram/contract/order';
import type { QuoteLineView, QuoteView } from '../../miniprogram/contract/quote';

/** What a server may answer about the shop. */
export const picture = { fileId: 'cloud://shop/tea.png', width: 800, height: 800, alt: '一盒茶' };

export function yuan(minor: number) {
  return { minor, currency: 'CNY' as const };
}

export function card(productId: string) {
  return {
    productId,
    title: `商品${productId}`,
    subtitle: '',
    picture,
    priceFrom: yuan(12_800),
    priceVaries: true,
    sold: 3,
    soldOut: false,
  };
}

export function sku(skuId: string, values: readonly string[], available: number, minor = 8800) {
  return {
    skuId,
    values,
    specification: values.join(' '),
    price: yuan(minor),
    available,
    lowStock: available > 0 && available < 5,
  };
}

export const product = {
  productId: 'mat',
  categoryId: 'cloth',
  title: '亚麻茶席',
  subtitle: '',
  gallery: [picture],
  details: [{ kind: 'paragraph' as const, text: '水洗亚麻' }],
  facts: [{ name: '材质', value: '亚麻' }],
  axes: [{ name: '颜色', values: ['墨绿', '藏青'] }],
  skus: [sku('green', ['墨绿'], 9), sku('blue', ['藏青'], 0, 9900)],
  sold: 12,
};

export function emptyCart(pieces: number) {
  return {
    lines: [],
    invalid: [],
    pieces,
    selectedPieces: 0,
    selectedTotal: yuan(0),
    allSelected: false,
  };
}

export function cartLine(skuId: string, line: Partial<CartLineView> = {}): CartLineView {
  return {
    skuId,
    productId: 'mat',
    title: '亚麻茶席',
    specification: '墨绿',
    picture,
    quantity: 1,
    selected: true,
    price: yuan(8800),
    maxQuantity: 9,
    lowStock: false,
    available: 9,
    ...line,
  };
}

/** A cart as the server adds it up. */
export function cartOf(lines: readonly CartLineView[], invalid: CartView['invalid'] = []): CartView {
  const selected = lines.filter((line) => line.selected);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    lines,
    invalid,
    pieces: sum(lines.map(({ quantity }) => quantity)),
    selectedPieces: sum(selected.map(({ quantity }) => quantity)),
    selectedTotal: yuan(sum(selected.map(({ quantity, price }) => quantity * price.minor))),
    allSelected: lines.length > 0 && selected.length === lines.length,
  };
}

export const address: AddressView = {
  addressId: 'home',
  isDefault: true,
  name: '林小满',
  mobile: '13800001234',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路1号',
};

export function quoteLine(skuId: string, quantity = 1, minor = 8800): QuoteLineView {
  return {
    skuId,
    productId: 'mat',
    title: '亚麻茶席',
    specification: '墨绿',
    picture,
    quantity,
    unitPrice: yuan(minor),
    lineTotal: yuan(minor * quantity),
  };
}

/** What the server answers to a wish for these lines. */
export function quoteOf(lines: readonly QuoteLineView[], quote: Partial<QuoteView> = {}): QuoteView {
  const goods = lines.reduce((total, { lineTotal }) => total + lineTotal.minor, 0);
  return {
    lines,
    unavailable: [],
    waysOut: { without: [], reduced: [] },
    goodsTotal: yuan(goods),
    freight: yuan(800),
    freightNote: '',
    discount: yuan(0),
    payable: yuan(goods + 800),
    address,
    messageTemplates: [],
    ...quote,
  };
}

export function order(change: Partial<OrderView> = {}): OrderView {
  const { addressId: _id, isDefault: _default, ...to } = address;
  return {
    orderId: 'order-1',
    state: 'awaitingPayment',
    lines: [quoteLine('green')],
    goodsTotal: yuan(8800),
    freight: yuan(800),
    total: yuan(9600),
    remark: '',
    address: to,
    placedAt: '2026-11-21T08:00:00.000Z',
    payBefore: '2026-11-21T08:30:00.000Z',
    paymentUnknown: false,
    parcels: [],
    refunds: [],
    refundRequests: [],
    refundable: yuan(0),
    givenBack: false,
    actions: ['pay', 'cancel'],
    timeline: [],
    ...change,
  };
}
