import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openBook } from '../../../simulators/wechat-openapi/book';
import type { OpenapiFixture } from './openapi-fixture';
import { OPENID, openFixture, START_MS, TRANSACTION } from './openapi-fixture';

const UPLOAD = '/wxa/sec/order/upload_shipping_info';
const GET = '/wxa/sec/order/get_order';
const DAY_MS = 24 * 60 * 60_000;

let sim: OpenapiFixture;
beforeEach(async () => {
  sim = await openFixture();
});
afterEach(() => sim.close());

let seconds = 0;
/** A later upload_time at every call. */
const time = () => new Date(START_MS + 8 * 3_600_000 + ++seconds * 1000).toISOString().replace('Z', '+08:00');

const ITEM = {
  tracking_no: 'SF1420098765432',
  express_company: 'SF',
  item_desc: '龙井*2',
  contact: { receiver_contact: '138****8000' },
};
function upload(changes: object = {}): Readonly<Record<string, unknown>> {
  return {
    order_key: { order_number_type: 2, transaction_id: TRANSACTION },
    logistics_type: 1,
    delivery_mode: 1,
    shipping_list: [ITEM],
    upload_time: time(),
    payer: { openid: OPENID },
    ...changes,
  };
}
const code = async (body: unknown) => (await sim.call(UPLOAD, body))['errcode'];
const order = async () =>
  (await sim.call(GET, { transaction_id: TRANSACTION }))['order'] as Readonly<Record<string, unknown>>;

describe('upload_shipping_info', () => {
  it('takes an upload, and get_order shows it', async () => {
    expect(await sim.call(UPLOAD, upload())).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(await order()).toMatchObject({
      order_state: 2,
      merchant_trade_no: 'trade-000001',
      shipping: {
        delivery_mode: 1,
        logistics_type: 1,
        finish_shipping: true,
        shipping_list: [{ tracking_no: 'SF1420098765432', express_company: 'SF' }],
      },
    });
  });

  const split = (items: readonly object[], all: unknown = true) =>
    upload({ delivery_mode: 2, shipping_list: items, is_all_delivered: all });
  const item = (changes: object) => upload({ shipping_list: [{ ...ITEM, ...changes }] });
  const REFUSED: readonly (readonly [string, () => unknown, number])[] = [
    ['what is no JSON', () => '{', 47001],
    ['a list', () => [], 47001],
    ['no order_key', () => upload({ order_key: undefined }), 268485194],
    ['an unknown number type', () => upload({ order_key: { order_number_type: 3 } }), 268485194],
    ['no transaction_id', () => upload({ order_key: { order_number_type: 2 } }), 268485195],
    ['no mchid', () => upload({ order_key: { order_number_type: 1, out_trade_no: 'a' } }), 268485196],
    ['no out_trade_no', () => upload({ order_key: { order_number_type: 1, mchid: 'a' } }), 268485197],
    ['an unknown logistics type', () => upload({ logistics_type: 5 }), 10060005],
    ['an unknown delivery mode', () => upload({ delivery_mode: 3 }), 268485224],
    ['parts without a courier', () => upload({ logistics_type: 4, delivery_mode: 2 }), 10060006],
    ['parts that do not say whether they are all', () => split([ITEM], null), 10060007],
    ['no list', () => upload({ shipping_list: undefined }), 10060014],
    ['two items at once', () => upload({ shipping_list: [ITEM, ITEM] }), 268485228],
    ['too many parcels', () => split(Array.from({ length: 11 }, () => ITEM)), 10060024],
    ['no description', () => item({ item_desc: '' }), 10060008],
    ['a long description', () => item({ item_desc: '茶'.repeat(121) }), 10060009],
    ['no tracking number', () => item({ tracking_no: '' }), 268485226],
    ['a long tracking number', () => item({ tracking_no: '1'.repeat(129) }), 10060026],
    ['no courier', () => item({ express_company: undefined }), 268485227],
    ['a long courier', () => item({ express_company: 'S'.repeat(129) }), 10060025],
    ['an unknown courier', () => item({ express_company: '顺丰' }), 10060014],
    ['顺丰 without a contact', () => item({ contact: undefined }), 10060014],
    ['a contact without stars', () => item({ contact: { receiver_contact: '13800138000' } }), 10060014],
    ['a time that is no RFC 3339', () => upload({ upload_time: '2026-03-01 10:00:00' }), 268485216],
    ['no payer', () => upload({ payer: undefined }), 10060014],
    ['another payer', () => upload({ payer: { openid: 'somebody' } }), 10060031],
    [
      'an unknown payment',
      () => upload({ order_key: { order_number_type: 2, transaction_id: 'x' } }),
      10060001,
    ],
    [
      'a payment of another merchant',
      () => upload({ order_key: { order_number_type: 1, mchid: 'x', out_trade_no: 'trade-000001' } }),
      10060001,
    ],
  ];
  it.each(REFUSED)('refuses %s', async (_what, body, expected) => {
    expect(await code(body())).toBe(expected);
    expect(await order()).toMatchObject({ order_state: 1 });
  });

  it('ends its refusals with the id of the call', async () => {
    expect((await sim.call(UPLOAD, upload({ logistics_type: 9 })))['errmsg']).toMatch(
      / rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/,
    );
  });

  it('wants an access token', async () => {
    const response = await fetch(sim.url + UPLOAD, { method: 'POST', body: '{}' });
    expect(await response.json()).toMatchObject({ errcode: 41001 });
    expect(await sim.call('/wxa/sec/order/no_such_thing', {})).toMatchObject({ errcode: 40066 });
  });

  it('knows a payment only after a while', async () => {
    await sim.control('settings', { appear_after_seconds: 60 });
    expect(await code(upload())).toBe(10060001);
    await sim.advance(60_000);
    expect(await code(upload())).toBe(0);
  });

  it('takes a longer list of parts until they are all', async () => {
    const second = { ...ITEM, tracking_no: 'SF1420098765433' };
    expect(await code(split([ITEM], false))).toBe(0);
    expect(await order()).toMatchObject({ order_state: 1, shipping: { finish_shipping: false } });
    expect(await code(split([ITEM, second], true))).toBe(0);
    expect(await order()).toMatchObject({ order_state: 2, shipping: { finish_shipping: true } });
  });

  it('takes one correction, and says what is wrong with a second', async () => {
    const other = (last: number) =>
      upload({ shipping_list: [{ ...ITEM, tracking_no: `SF142009876543${last}` }] });
    expect(await code(other(0))).toBe(0);
    expect(await code(other(0))).toBe(10060023);
    expect(await code(other(1))).toBe(0);
    expect(await code(other(2))).toBe(10060003);
    await sim.control('settings', { repeat: 'alreadyShipped' });
    expect(await code(other(1))).toBe(10060002);
  });

  it('counts a change of mode as the correction', async () => {
    expect(await code(split([ITEM], false))).toBe(0);
    expect(await code(upload())).toBe(0);
    expect(await code(upload({ shipping_list: [{ ...ITEM, tracking_no: 'SF1420098765439' }] }))).toBe(
      10060003,
    );
  });

  it('wants every upload to be newer than the last', async () => {
    const first = upload();
    expect(await code(first)).toBe(0);
    expect(await code({ ...first, shipping_list: [{ ...ITEM, tracking_no: 'SF1420098765439' }] })).toBe(
      10060014,
    );
  });

  it('refuses what is refunded in full or confirmed', async () => {
    sim.payments.change({ refunded: 10_000 });
    expect(await code(upload())).toBe(10060004);
    sim.payments.change({ refunded: 9_999 });
    expect(await code(upload())).toBe(0);
    await sim.control('receipts', { transaction_id: TRANSACTION });
    expect(await code(upload({ logistics_type: 4, shipping_list: [{ item_desc: '茶' }] }))).toBe(10060004);
  });

  it('answers every JSON with a number and never breaks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom(...Object.keys(upload())), fc.jsonValue()),
        async (any, fields) => {
          for (const body of [any, { ...upload(), ...fields }, { ...upload(), shipping_list: [fields] }]) {
            const answer = await sim.call(UPLOAD, body);
            expect(typeof answer['errcode']).toBe('number');
            expect(typeof answer['errmsg']).toBe('string');
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('receipt and money', () => {
  const events = () =>
    sim.events.map(({ Event, settlement_time, confirm_receive_method }) => [
      Event,
      confirm_receive_method,
      settlement_time !== '',
    ]);

  it('tells of finished shipping, of the receipt and of the settlement', async () => {
    await code(upload());
    expect(sim.events.at(-1)).toMatchObject({
      MsgType: 'event',
      Event: 'trade_manage_order_settlement',
      transaction_id: TRANSACTION,
      merchant_trade_no: 'trade-000001',
      estimated_settlement_time: (START_MS + 10 * DAY_MS) / 1000,
      confirm_receive_time: '',
    });
    await sim.control('receipts', { transaction_id: TRANSACTION, openid: OPENID });
    expect(await order()).toMatchObject({ order_state: 3 });
    await sim.advance(31_000);
    expect(await order()).toMatchObject({ order_state: 6 });
    await sim.advance(31_000);
    expect(await order()).toMatchObject({ order_state: 4 });
    const name = 'trade_manage_order_settlement';
    expect(events()).toEqual([
      [name, '', false],
      [name, 2, false],
      [name, 2, true],
    ]);
  });

  it.each([
    [1, 10],
    [4, 2],
  ])('of logistics type %d is confirmed by time after %d days', async (type, days) => {
    await code(upload({ logistics_type: type, ...(type === 4 && { shipping_list: [{ item_desc: '茶' }] }) }));
    await sim.advance(days * DAY_MS - 1);
    expect(await order()).toMatchObject({ order_state: 2 });
    await sim.advance(1);
    expect(sim.events.at(-1)).toMatchObject({ confirm_receive_method: 1 });
    expect(await order()).toMatchObject({ order_state: 3 });
  });

  it('has nothing to confirm before the shipment, nor for somebody else', async () => {
    expect((await sim.control('receipts', { transaction_id: TRANSACTION })).status).toBe(409);
    await code(upload());
    expect((await sim.control('receipts', { transaction_id: TRANSACTION, openid: 'x' })).status).toBe(409);
    expect((await sim.control('receipts', { transaction_id: TRANSACTION })).status).toBe(200);
    expect((await sim.control('receipts', { transaction_id: TRANSACTION })).status).toBe(409);
  });

  it('is not paid out once the money went back', async () => {
    await code(upload());
    sim.payments.change({ refunded: 10_000 });
    await sim.advance(20 * DAY_MS);
    expect(await order()).toMatchObject({ order_state: 5 });
  });

  it('pushes an event three times at most', async () => {
    sim.take(() => 'fail');
    await code(upload());
    await sim.openapi.passTime();
    expect(sim.events).toHaveLength(3);
    expect(await sim.state()).toMatchObject({ events: [{ tries: 3, taken: false }] });
  });

  it('reminds once, of an express that is shipped', async () => {
    const remind = async (more: object = { received_time: 1_772_330_400 }) =>
      (await sim.call('/wxa/sec/order/notify_confirm_receive', { transaction_id: TRANSACTION, ...more }))[
        'errcode'
      ];
    expect(await remind()).toBe(10060004);
    await code(upload());
    expect(await remind({})).toBe(10060014);
    expect(await remind()).toBe(0);
    expect(await remind()).toBe(10060004);
  });
});

describe('the other interfaces', () => {
  it('names couriers, and keeps paths that have their placeholder', async () => {
    const list = await sim.call('/cgi-bin/express/delivery/open_msg/get_delivery_list', {});
    expect(list['delivery_list']).toContainEqual({ delivery_id: 'SF', delivery_name: '顺丰速运' });
    const path = '/wxa/sec/order/update_order_detail_path';
    expect(await sim.call(path, { path: 'pages/order' })).toMatchObject({ errcode: 10060014 });
    expect(await sim.call(path, { path: 'pages/order?no=${商品订单号}' })).toMatchObject({ errcode: 0 });
    expect(await sim.call('/wxa/sec/order/set_msg_jump_path', { path: 'pages/order' })).toMatchObject({
      errcode: 0,
    });
    expect(await sim.state()).toMatchObject({
      paths: { order: 'pages/order?no=${商品订单号}', message: 'pages/order' },
    });
  });

  const SEND = '/cgi-bin/message/subscribe/send';
  const data = { thing1: { value: '茶' }, character_string2: { value: 'SF1' } };
  const message = (changes: object = {}) => ({
    touser: OPENID,
    template_id: 't1',
    page: 'a',
    data,
    ...changes,
  });

  it('sends as many messages as were allowed', async () => {
    expect(await sim.call(SEND, message())).toMatchObject({ errcode: 43101 });
    await sim.control('subscriptions', { openid: OPENID, template_ids: ['t1'], times: 2 });
    const codes = [];
    for (let times = 0; times < 3; times++) codes.push((await sim.call(SEND, message()))['errcode']);
    expect(codes).toEqual([0, 0, 43101]);
  });

  it.each([
    [{ touser: '' }, 40003],
    [{ template_id: 'other' }, 40037],
    [{ template_id: 'toString' }, 40037],
    [{ page: '/a' }, 41030],
    [{ data: { ...data, thing1: { value: '茶'.repeat(21) } } }, 47003],
    [{ data: { ...data, character_string2: { value: '茶' } } }, 47003],
    [{ data: { thing1: { value: '茶' } } }, 47003],
    [{ data: { ...data, more: { value: 'x' } } }, 47003],
  ])('refuses a message with %j', async (changes, expected) => {
    await sim.control('subscriptions', { openid: OPENID, template_ids: ['t1'] });
    expect((await sim.call(SEND, message(changes)))['errcode']).toBe(expected);
  });
});

describe('faults and memory', () => {
  it('acts and says nothing, says nothing without acting, and answers as it is told', async () => {
    const lost = (kind: string, more = {}) => sim.control('faults', { kind, endpoint: UPLOAD, ...more });
    await lost('notReached');
    expect(await sim.openapi.call('wxa.sec.order.uploadShippingInfo', upload())).toEqual({ kind: 'lost' });
    expect(await order()).toMatchObject({ order_state: 1 });
    await lost('replyLost');
    expect(await sim.openapi.call('wxa.sec.order.uploadShippingInfo', upload())).toEqual({ kind: 'lost' });
    expect(await order()).toMatchObject({ order_state: 2 });
    await lost('errcode', { errcode: 45009 });
    expect(await code(upload())).toBe(45009);
    expect(await code(upload())).toBe(10060023);
    expect((await sim.control('faults', { kind: 'earthquake' })).status).toBe(400);
  });

  it('remembers across restarts, drops a line cut short by a crash, and says which line is broken', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'openapi-'));
    try {
      const first = await openFixture(dir);
      await first.call(UPLOAD, upload());
      await first.close();
      const again = await openFixture(dir);
      expect((await again.call(GET, { transaction_id: TRANSACTION }))['order']).toMatchObject({
        order_state: 2,
      });
      await again.close();
      const file = join(dir, 'journal.jsonl');
      const kept = readFileSync(file, 'utf8');
      writeFileSync(file, `${kept}{"kind":"order"`);
      const book = openBook(file);
      book.close();
      expect(book.order(TRANSACTION).shipping).not.toBeNull();
      expect(readFileSync(file, 'utf8')).toBe(kept);
      writeFileSync(file, `${kept.slice(0, 20)}\n${kept}`);
      expect(() => openBook(file)).toThrow(`${file} line 1 is not JSON`);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
