import type { ShopRefusal } from '../../../miniprogram/contract/shop';
import { PLENTY } from '../../fixtures/shop-world';

/** Orders a hostile call may name. */
export interface Orders {
  readonly mine: string;
  readonly others: string;
  readonly paid: string;
  readonly closed: string;
  /** The number of the other's payment at WeChat Pay. */
  readonly othersPayment: string;
  /** An address of the caller. */
  readonly address: string;
}

/** One row of a table: the event's own text, since a client may send any, and the code it is refused with. */
export type HostileCall = readonly [name: string, code: ShopRefusal, event: (orders: Orders) => string];

let calls = 0;

/** An order's parameters, good but for the lines. */
function placing(lines: string, more = ''): (orders: Orders) => string {
  calls += 1;
  const token = `hostile-${calls}`;
  return ({ address }) =>
    `{"method":"orders.place","params":{"clientToken":"${token}","addressId":"${address}",` +
    `"expectedTotal":{"minor":1,"currency":"CNY"},"lines":${lines}${more}}}`;
}

function quantity(text: string): (orders: Orders) => string {
  return placing(`[{"skuId":"${PLENTY}","quantity":${text}}]`);
}

function calling(method: string, params: string): () => string {
  return () => `{"method":${JSON.stringify(method)},"params":${params}}`;
}

const ONE = `{"skuId":"${PLENTY}","quantity":1}`;

function times(count: number, text: string): string {
  return `[${Array.from({ length: count }, () => text).join(',')}]`;
}

/** Events that are not even a call. */
export const NOT_A_CALL: readonly HostileCall[] = [
  ['a timer event', 'INVALID_PARAMS', () => '{"Type":"Timer","TriggerName":"tick"}'],
  [
    'an HTTP event',
    'INVALID_PARAMS',
    () =>
      '{"httpMethod":"POST","path":"/","headers":{},"body":"{\\"method\\":\\"catalogue.list\\"}","isBase64Encoded":false}',
  ],
  ['no method', 'INVALID_PARAMS', () => '{"params":{}}'],
  ['a method that is a list', 'INVALID_PARAMS', () => '{"method":["catalogue.list"],"params":{}}'],
  [
    'an openid beside the method',
    'INVALID_PARAMS',
    ({ others }) => `{"method":"orders.detail","openid":"o-other","params":{"orderId":"${others}"}}`,
  ],
  ...[
    'admin.refund',
    '',
    'orders',
    'ORDERS.PLACE',
    'orders.place ',
    '__proto__',
    'constructor',
    'toString',
  ].map((method): HostileCall => [
    `the method ${JSON.stringify(method)}`,
    'UNKNOWN_METHOD',
    calling(method, '{}'),
  ]),
  ['a method of 5 MB', 'UNKNOWN_METHOD', () => calling('m'.repeat(5_000_000), '{}')()],
];

/** Calls whose parameters are of the wrong shape. */
export const BAD_PARAMS: readonly HostileCall[] = [
  ...['null', '[]', '"text"', '7', 'true'].map((params): HostileCall => [
    `params that are ${params}`,
    'INVALID_PARAMS',
    calling('orders.place', params),
  ]),
  ...['-1', '0', '1.5', '1000', '9007199254740993', '1e999', '"1"', '"NaN"', 'null', '[1]', '{"$gt":0}'].map(
    (text): HostileCall => [`the quantity ${text}`, 'INVALID_PARAMS', quantity(text)],
  ),
  ['a line without a quantity', 'INVALID_PARAMS', placing(`[{"skuId":"${PLENTY}"}]`)],
  [
    'a price in a line',
    'INVALID_PARAMS',
    placing(`[{"skuId":"${PLENTY}","quantity":1,"unitPrice":{"minor":1,"currency":"CNY"}}]`),
  ],
  ['a total', 'INVALID_PARAMS', placing(`[${ONE}]`, ',"total":{"minor":1,"currency":"CNY"}')],
  ['an openid in the params', 'INVALID_PARAMS', placing(`[${ONE}]`, ',"openid":"o-other"')],
  ['no lines', 'INVALID_PARAMS', placing('[]')],
  ['51 lines', 'INVALID_PARAMS', placing(times(51, ONE))],
  ['100,000 lines', 'INVALID_PARAMS', placing(times(100_000, ONE))],
  [
    'one SKU repeated beyond its limit',
    'INVALID_PARAMS',
    placing(`[{"skuId":"${PLENTY}","quantity":999},${ONE}]`),
  ],
  ['a line that is a list', 'INVALID_PARAMS', placing(`[["${PLENTY}",1]]`)],
  ['a query operator for a SKU', 'INVALID_PARAMS', placing('[{"skuId":{"$gt":""},"quantity":1}]')],
  ['a SKU nobody sells', 'SKU_NOT_FOUND', placing('[{"skuId":"nothing","quantity":1}]')],
  [
    'a SKU named like a property of every object',
    'SKU_NOT_FOUND',
    placing('[{"skuId":"__proto__","quantity":1}]'),
  ],
  ['more than there is', 'OUT_OF_STOCK', placing('[{"skuId":"longjing-2","quantity":21}]')],
  ...['short', 'with space', 'x'.repeat(65), '../../orders', '令牌令牌令牌令牌'].map((token): HostileCall => [
    `the client token ${token.slice(0, 20)}`,
    'INVALID_PARAMS',
    calling(
      'orders.place',
      `{"clientToken":"${token}","addressId":"a","expectedTotal":{"minor":1,"currency":"CNY"},"lines":[${ONE}]}`,
    ),
  ]),
  ...['', '../orders', 'a/b', 'a%2fb', 'a\\u0000', 'x'.repeat(65), '$where'].map((orderId): HostileCall => [
    `the order id ${JSON.stringify(orderId.slice(0, 20))}`,
    'INVALID_PARAMS',
    calling('orders.detail', `{"orderId":"${orderId}"}`),
  ]),
  ['a query operator for an order id', 'INVALID_PARAMS', calling('orders.pay', '{"orderId":{"$gt":""}}')],
  [
    'a query operator for an outTradeNo',
    'INVALID_PARAMS',
    calling('orders.detail', '{"outTradeNo":{"$gt":""}}'),
  ],
  [
    'an order by two numbers at once',
    'INVALID_PARAMS',
    ({ mine, othersPayment }) =>
      calling('orders.detail', `{"orderId":"${mine}","outTradeNo":"${othersPayment}"}`)(),
  ],
  ['an outTradeNo to be paid', 'INVALID_PARAMS', calling('orders.pay', '{"outTradeNo":"20261121"}')],
  ['a list of order ids', 'INVALID_PARAMS', calling('orders.cancel', '{"orderId":["a","b"]}')],
  ...['', 'abc', '.', '1.', '.abc', '-1.a', '1e5.a', `${'9'.repeat(16)}.a`, '1.a/b', '1.a.b'].map(
    (before): HostileCall => [
      `the cursor ${JSON.stringify(before)}`,
      'INVALID_PARAMS',
      calling('orders.list', `{"before":"${before}"}`),
    ],
  ),
  ['a query operator for a cursor', 'INVALID_PARAMS', calling('orders.list', '{"before":{"$gt":""}}')],
  ['a state nobody knows', 'INVALID_PARAMS', calling('orders.list', '{"state":"refunded"}')],
  ['a query operator for a state', 'INVALID_PARAMS', calling('orders.list', '{"state":{"$ne":""}}')],
  ['a filter by another shopper', 'INVALID_PARAMS', calling('orders.list', '{"openid":"o-other"}')],
  ['parameters for a method without', 'INVALID_PARAMS', calling('catalogue.list', '{"onSale":false}')],
  ['an invitation nobody wrote', 'INVITATION_INVALID', calling('staff.join', '{"code":"ABCD2345"}')],
  ['an invitation like a property', 'INVITATION_INVALID', calling('staff.join', '{"code":"__proto__"}')],
];

const TOKEN = '"clientToken":"hostile-token"';
const MONEY = '{"minor":1,"currency":"CNY"}';
const ADDRESS = `{"name":"林","mobile":"13800138000","province":"浙江省","city":"杭州市","district":"西湖区","detail":"龙井路1号"}`;
const PLACE = `"lines":[${ONE}],"addressId":"a"`;
const REFUND = `${TOKEN},"orderId":"o","reason":"other"`;
const LONG = '长'.repeat(501);

/** Parameters of the wrong shape for the methods of browsing, cart, addresses, refunds and the person. */
export const BAD_SHAPES: readonly HostileCall[] = (
  [
    ['catalogue.home', '{"openid":"o-other"}'],
    ['catalogue.list', '{"limit":0}'],
    ['catalogue.list', '{"limit":41}'],
    ['catalogue.list', '{"limit":1e9}'],
    ['catalogue.list', '{"sort":"sold"}'],
    ['catalogue.list', '{"cursor":{"$gt":""}}'],
    ['catalogue.list', '{"cursor":"-1.a"}'],
    ['catalogue.list', '{"categoryId":{"$ne":""}}'],
    ['catalogue.search', '{}'],
    ['catalogue.search', '{"text":["龙井"]}'],
    ['catalogue.search', '{"text":{"$regex":".*"}}'],
    ['catalogue.search', `{"text":"${'龙'.repeat(41)}"}`],
    ['catalogue.search', '{"text":"a\\u0000b"}'],
    ['catalogue.product', '{"productId":"../settings"}'],
    ['cart.add', `{${TOKEN},"skuId":"${PLENTY}","quantity":0}`],
    ['cart.add', `{${TOKEN},"skuId":"${PLENTY}","quantity":-1}`],
    ['cart.add', `{${TOKEN},"skuId":"${PLENTY}","quantity":100}`],
    ['cart.add', `{${TOKEN},"skuId":"${PLENTY}","quantity":1e308}`],
    ['cart.add', `{${TOKEN},"skuId":"${PLENTY}","quantity":1,"price":${MONEY}}`],
    ['cart.add', `{"skuId":"${PLENTY}","quantity":1}`],
    ['cart.setQuantity', `{"skuId":"${PLENTY}","quantity":0}`],
    ['cart.setQuantity', `{"skuId":"${PLENTY}","quantity":"2"}`],
    ['cart.select', '{"selected":"yes"}'],
    ['cart.select', '{"selected":true,"skuIds":[]}'],
    ['cart.remove', `{"skuIds":${times(101, `"${PLENTY}"`)}}`],
    ['cart.remove', '{"skuIds":[{"$gt":""}]}'],
    ['addresses.save', `{"address":${ADDRESS}}`],
    ['addresses.save', `{${TOKEN},"addressId":"a","address":${ADDRESS}}`],
    ['addresses.save', `{${TOKEN},"address":${ADDRESS},"openid":"o-other"}`],
    ['addresses.save', `{${TOKEN},"address":${ADDRESS.replace('林', LONG)}}`],
    ['addresses.save', `{${TOKEN},"address":${ADDRESS.replace('龙井路', '\\u202e')}}`],
    ['addresses.save', `{${TOKEN},"address":${ADDRESS.replace('龙井路', '\\ud83d')}}`],
    ['addresses.save', `{${TOKEN},"address":{"name":"林"}}`],
    ['addresses.remove', '{"addressId":["a"]}'],
    ['orders.quote', `{"lines":[${ONE}],"freight":${MONEY}}`],
    ['orders.place', `{${TOKEN},"lines":[${ONE}],"expectedTotal":${MONEY}}`],
    ['orders.place', `{${TOKEN},${PLACE}}`],
    ['orders.place', `{${TOKEN},${PLACE},"expectedTotal":{"minor":-1,"currency":"CNY"}}`],
    ['orders.place', `{${TOKEN},${PLACE},"expectedTotal":{"minor":0.5,"currency":"CNY"}}`],
    ['orders.place', `{${TOKEN},${PLACE},"expectedTotal":{"minor":1,"currency":"USD"}}`],
    ['orders.place', `{${TOKEN},${PLACE},"expectedTotal":1}`],
    ['orders.place', `{${TOKEN},${PLACE},"expectedTotal":${MONEY},"remark":"${LONG}"}`],
    ['orders.place', `{${TOKEN},${PLACE},"expectedTotal":${MONEY},"freight":${MONEY}}`],
    ['orders.cancel', '{"orderId":"o","reason":"because"}'],
    ['orders.hide', '{"orderId":"o","openid":"o-other"}'],
    ['orders.counts', '{"openid":"o-other"}'],
    ['refunds.request', `{${REFUND}}`],
    ['refunds.request', `{${REFUND},"amount":${MONEY},"lines":[${ONE}]}`],
    ['refunds.request', `{${REFUND},"amount":{"minor":-5,"currency":"CNY"}}`],
    ['refunds.request', `{${REFUND},"amount":${MONEY},"state":"approved"}`],
    ['refunds.request', `{${REFUND},"amount":${MONEY},"text":"${LONG}"}`],
    ['refunds.request', `{${REFUND},"amount":${MONEY},"photos":${times(7, '"cloud://a.b/c"')}}`],
    ['refunds.request', `{${REFUND},"amount":${MONEY},"photos":["https://example.com/a.jpg"]}`],
    ['refunds.request', `{${REFUND},"amount":${MONEY},"photos":["cloud://a.b/../c"]}`],
    ['refunds.get', '{"requestId":{"$gt":""}}'],
    ['refunds.list', '{"before":"x"}'],
    ['refunds.withdraw', '{}'],
    ['staff.join', '{}'],
    ['staff.join', '{"code":12345678}'],
    ['staff.join', '{"code":{"$gt":""}}'],
    ['staff.join', '{"code":["ABCD2345"]}'],
    ['staff.join', `{"code":"${'A'.repeat(25)}"}`],
    ['staff.join', '{"code":"ABCD\\u00002345"}'],
    ['staff.join', '{"code":"ABCD2345","role":"owner"}'],
    ['staff.join', '{"code":"ABCD2345","openid":"o-other"}'],
    ['me.get', '{"openid":"o-other"}'],
    ['me.delete', '{}'],
    ['me.delete', '{"confirm":"true"}'],
    ['photos.check', '{"fileId":"cloud://a.b/photos/%2e%2e/x"}'],
    ['photos.check', '{"fileId":"http://127.0.0.1/admin"}'],
    ['shop.about', '{"a":1}'],
  ] as const
).map(([method, params]) => [
  `${method} ${params.slice(0, 90)}`,
  'INVALID_PARAMS',
  () => `{"method":"${method}","params":${params}}`,
]);

/** Keys that would be inherited by every object, were they ever merged into one. */
export const POLLUTING: readonly HostileCall[] = [
  [
    '__proto__ beside the method',
    'INVALID_PARAMS',
    () => `{"__proto__":{"openid":"o-other","polluted":1},"method":"orders.list","params":{}}`,
  ],
  [
    '__proto__ in the params',
    'INVALID_PARAMS',
    placing(`[${ONE}]`, ',"__proto__":{"openid":"o-other","polluted":1}'),
  ],
  [
    'constructor in the params',
    'INVALID_PARAMS',
    placing(`[${ONE}]`, ',"constructor":{"prototype":{"polluted":1}}'),
  ],
  [
    '__proto__ in a line',
    'INVALID_PARAMS',
    placing(`[{"skuId":"${PLENTY}","quantity":1,"__proto__":{"unitPrice":1}}]`),
  ],
  ['everything inherited', 'INVALID_PARAMS', placing(`[{"__proto__":{"skuId":"${PLENTY}","quantity":1}}]`)],
];

/** Good calls for what is not there for this shopper, or not in this state. */
export const FORBIDDEN: readonly HostileCall[] = [
  ...(['orders.detail', 'orders.pay', 'orders.cancel'] as const).flatMap((method): HostileCall[] => [
    [
      `${method} of another's order`,
      'ORDER_NOT_FOUND',
      ({ others }) => calling(method, `{"orderId":"${others}"}`)(),
    ],
    [`${method} of no order`, 'ORDER_NOT_FOUND', calling(method, '{"orderId":"00000000000000000000000000"}')],
    [`${method} of __proto__`, 'ORDER_NOT_FOUND', calling(method, '{"orderId":"__proto__"}')],
  ]),
  [
    "orders.detail by the payment of another's order",
    'ORDER_NOT_FOUND',
    ({ othersPayment }) => calling('orders.detail', `{"outTradeNo":"${othersPayment}"}`)(),
  ],
  [
    'orders.detail by no payment',
    'ORDER_NOT_FOUND',
    calling('orders.detail', '{"outTradeNo":"20261121000000"}'),
  ],
  ['orders.detail by __proto__', 'ORDER_NOT_FOUND', calling('orders.detail', '{"outTradeNo":"__proto__"}')],
  [
    'paying a closed order',
    'ORDER_CLOSED',
    ({ closed }) => calling('orders.pay', `{"orderId":"${closed}"}`)(),
  ],
  [
    'paying a paid order',
    'ORDER_ALREADY_PAID',
    ({ paid }) => calling('orders.pay', `{"orderId":"${paid}"}`)(),
  ],
  [
    'cancelling a paid order',
    'ORDER_ALREADY_PAID',
    ({ paid }) => calling('orders.cancel', `{"orderId":"${paid}"}`)(),
  ],
];
