import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import type { OrderFile } from '../../cloudfunctions/ports/store';
import type { Wechat } from '../../cloudfunctions/ports/wechat';
import { allowMessages } from '../../cloudfunctions/usecases/allow-messages';
import { carryShipment } from '../../cloudfunctions/usecases/carry-shipments';
import { hearEvent } from '../../cloudfunctions/usecases/hear-event';
import { remindReceipt } from '../../cloudfunctions/usecases/remind-receipt';
import { sendMessage } from '../../cloudfunctions/usecases/send-messages';
import type { ShipOrder } from '../../cloudfunctions/usecases/ship-order';
import { correctShipment, retryUpload, shipOrder } from '../../cloudfunctions/usecases/ship-order';
import { listCouriers, viewShipping, viewShippingState } from '../../cloudfunctions/usecases/view-shipping';
import { fen } from '../../miniprogram/contract/money';
import type { ShippingView } from '../../miniprogram/contract/shipping';
import { postJson } from '../../tools/world/shopper';
import { SHOP_WORDS } from '../../tools/world/catalogue/shop-words';
import { someSettings } from '../fixtures/shelf';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop, PRICE } from './in-process-shop';
import type { RefundDesk } from './refund-desk';
import { OWNER, openRefundDesk } from './refund-desk';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UPLOAD = '/wxa/sec/order/upload_shipping_info';
const SEND = '/cgi-bin/message/subscribe/send';
const PAYER = 'o-payer';

let shop: InProcessShop;
let desk: RefundDesk;
let runs = 0;

interface There {
  readonly transactionId: string;
  readonly orderState: number;
  readonly shipping: {
    readonly finished: boolean;
    readonly corrections: number;
    readonly items: readonly { readonly trackingNo: string; readonly expressCompany: string }[];
  } | null;
}
interface WechatState {
  readonly orders: readonly There[];
  readonly events: readonly {
    readonly event: { readonly transaction_id: string };
    readonly taken: boolean;
  }[];
  readonly messages: readonly {
    readonly openid: string;
    readonly templateId: string;
    readonly data: object;
  }[];
}

const control = (path: string, body: object = {}) => postJson(`${shop.wechatControlUrl}/${path}`, body);
const fault = (kind: string, endpoint: string, more: object = {}) =>
  control('faults', { kind, endpoint, ...more });
const state = async () => (await (await fetch(`${shop.wechatControlUrl}/state`)).json()) as WechatState;

async function transactionOf(orderId: string): Promise<string> {
  return (await desk.file(orderId)).attempts[0]?.transactionId ?? '';
}
async function there(orderId: string): Promise<There | undefined> {
  const id = await transactionOf(orderId);
  return (await state()).orders.find((one) => one.transactionId === id);
}
async function view(orderId: string): Promise<ShippingView> {
  return viewShipping(shop.deps, await desk.file(orderId));
}
/** A number of 顺丰 nobody has used yet. */
const number = () => `SF${String(1_400_000_000_000 + ++runs)}`;

async function ship(orderId: string, changes: Partial<ShipOrder> = {}): Promise<OrderFile> {
  const parcels = [{ courierId: 'SF', trackingNo: number() }];
  const wish = { actor: OWNER, orderId, clientToken: `ship-${++runs}`, way: 'express', parcels } as const;
  const sent = await shipOrder(shop.deps, { ...wish, ...changes });
  if (sent.kind === 'refused') throw new Error(sent.detail.text);
  return sent.file;
}
async function shippedOrder(quantity = 1): Promise<string> {
  const { orderId } = await desk.paidOrder(quantity);
  await ship(orderId);
  return orderId;
}
async function confirmAtWechat(orderId: string): Promise<void> {
  await control('receipts', { transaction_id: await transactionOf(orderId), openid: PAYER });
}

beforeAll(async () => {
  shop = await openInProcessShop(57);
  desk = openRefundDesk(shop);
  await desk.control('settings', { refund_delay_seconds: 30 });
  await shop.deps.store.saveSettings({
    ...someSettings(),
    messageTemplates: SHOP_WORDS.messageTemplates ?? [],
    messageForms: SHOP_WORDS.messageForms ?? [],
  });
});
afterEach(async () => {
  await fetch(`${shop.wechatControlUrl}/faults`, { method: 'DELETE' });
  await control('settings', { appear_after_seconds: 0, repeat: 'nothingChanged' });
  const problems = auditBooks(await shop.deps.store.readBooks());
  expect({ problems, errors: shop.errors }).toEqual({ problems: [], errors: [] });
});
afterAll(() => shop.close());

describe('from parcel to money', () => {
  it('ships, uploads, is confirmed at WeChat, completes and settles', async () => {
    const { orderId } = await desk.paidOrder();
    expect((await view(orderId)).deadline).toMatchObject({ level: 'calm' });
    expect((await view(orderId)).money).toMatchObject({ state: 'frozen', frozen: PRICE });
    await ship(orderId);
    expect((await view(orderId)).upload).toMatchObject({ state: 'due', text: '正在上传微信' });
    expect(await desk.tick()).toMatchObject({ shippingSteps: 1, failed: 0 });
    const uploaded = await view(orderId);
    expect(uploaded.upload).toEqual({ state: 'sent', text: '已上传微信', canRetry: false });
    expect(uploaded.money?.text).toMatch(/^货款冻结中 ¥69\.00，预计 \d+月\d+日 结算$/);
    expect(uploaded).not.toHaveProperty('deadline');
    expect(await there(orderId)).toMatchObject({
      orderState: 2,
      shipping: { finished: true, corrections: 0 },
    });

    await confirmAtWechat(orderId);
    await desk.tick();
    expect((await desk.file(orderId)).order.state).toBe('completed');
    expect((await view(orderId)).money).toMatchObject({ state: 'settling', frozen: PRICE });

    await shop.wechatPay.clock.advance(2 * MINUTE_MS);
    await shop.wechat.passTime();
    await desk.tick(MINUTE_MS);
    expect((await view(orderId)).money).toMatchObject({ state: 'settled', frozen: fen(0) });
    expect((await desk.file(orderId)).shipment?.nextStepAtMs).toBeNull();
    const verdicts = (await shop.deps.store.pageEvidence({ orderId, limit: 100 })).filter(
      ({ kind }) => kind === 'shipping',
    );
    expect(verdicts.map(({ verdict }) => verdict)).toEqual([
      'upload accepted',
      'getOrder accepted',
      'getOrder accepted',
    ]);
  });

  it('settles ten days after the upload where nobody confirms and every event is lost', async () => {
    const orderId = await shippedOrder();
    await desk.tick();
    await fault('loseEvent', 'events', { times: 10 });
    await shop.wechatPay.clock.advance(10 * DAY_MS + HOUR_MS);
    await shop.wechat.passTime();
    await desk.tick();
    await desk.tick(2 * HOUR_MS);
    expect((await view(orderId)).money?.state).toBe('settled');
    expect((await desk.file(orderId)).order.state).toBe('completed');
  });

  it('says how late it is', async () => {
    const { orderId } = await desk.paidOrder();
    const before = await viewShippingState(shop.deps);
    await shop.wechatPay.clock.advance(45 * HOUR_MS);
    expect((await view(orderId)).deadline).toMatchObject({ level: 'urgent' });
    await shop.wechatPay.clock.advance(4 * HOUR_MS);
    expect((await view(orderId)).deadline?.text).toMatch(/^已超过 48 小时发货时限 \d+ (小时|分钟)/);
    expect((await viewShippingState(shop.deps)).late).toBe(before.late + 1);
    await ship(orderId);
    expect((await viewShippingState(shop.deps)).late).toBe(before.late);
  });
});

describe('the upload', () => {
  it('waits while WeChat does not know the payment yet, and then succeeds by itself', async () => {
    await control('settings', { appear_after_seconds: 90 });
    const orderId = await shippedOrder();
    await desk.tick();
    const waiting = (await view(orderId)).upload;
    expect(waiting).toMatchObject({ state: 'waiting', code: 10060001, canRetry: true });
    expect(waiting?.text).toMatch(/微信还没有收到这笔支付的记录，会自动重试$/);
    await desk.tick(MINUTE_MS);
    await desk.tick(MINUTE_MS + 1_000);
    expect((await view(orderId)).upload?.state).toBe('sent');
  });

  it('is asked about after a lost reply, and told once', async () => {
    const orderId = await shippedOrder();
    await fault('replyLost', UPLOAD);
    await desk.tick();
    expect((await view(orderId)).upload?.state).toBe('unsure');
    await desk.tick(MINUTE_MS);
    expect((await view(orderId)).upload?.state).toBe('sent');
    expect((await there(orderId))?.shipping?.corrections).toBe(0);
  });

  it('is told again when the call never arrived', async () => {
    const orderId = await shippedOrder();
    await fault('notReached', UPLOAD);
    await desk.tick();
    await desk.tick(MINUTE_MS);
    await desk.tick(2 * MINUTE_MS);
    expect((await view(orderId)).upload?.state).toBe('sent');
  });

  it.each(['before', 'after'] as const)(
    'survives a process that dies just %s the call, and is told once',
    async (when) => {
      const orderId = await shippedOrder();
      const { wechat } = shop.deps;
      const dying: Wechat = {
        ...wechat,
        uploadShipping: async (upload) => {
          if (when === 'after') await wechat.uploadShipping(upload);
          throw new Error('the process is gone');
        },
      };
      await expect(carryShipment({ ...shop.deps, wechat: dying }, orderId)).rejects.toThrow(
        'the process is gone',
      );
      await desk.tick();
      expect((await view(orderId)).upload?.state).toBe('unsure');
      await desk.tick(MINUTE_MS);
      await desk.tick(2 * MINUTE_MS);
      expect((await view(orderId)).upload?.state).toBe('sent');
      expect((await there(orderId))?.shipping?.corrections).toBe(0);
    },
  );

  it('is shown when WeChat refuses it, and goes out again once somebody has mended it', async () => {
    const orderId = await shippedOrder();
    await fault('errcode', UPLOAD, { errcode: 10060026 });
    await desk.tick();
    expect((await view(orderId)).upload).toMatchObject({
      state: 'refused',
      code: 10060026,
      text: '微信未接受，需要处理：快递单号太长，请更正',
      canRetry: true,
    });
    expect((await viewShippingState(shop.deps)).refused).toBe(1);
    expect((await retryUpload(shop.deps, { actor: OWNER, orderId })).kind).toBe('done');
    await desk.tick();
    expect((await view(orderId)).upload?.state).toBe('sent');
    expect(await retryUpload(shop.deps, { actor: OWNER, orderId })).toMatchObject({
      refusal: 'NOTHING_TO_RETRY',
    });
  });

  it('of every way is what WeChat takes', async () => {
    for (const way of ['sameCity', 'virtual', 'pickup'] as const) {
      const { orderId } = await desk.paidOrder();
      await ship(orderId, { way, parcels: [] });
      await desk.tick();
      expect((await view(orderId)).upload?.state).toBe('sent');
    }
  });
});

describe('parcels', () => {
  it('leave one by one: the order stays paid until the last, and WeChat has the whole list', async () => {
    const { orderId, skuId } = await desk.paidOrder(3);
    const one = { courierId: 'SF', trackingNo: number(), lines: [{ skuId, quantity: 1 }] };
    await ship(orderId, { parcels: [one] });
    await desk.tick();
    expect(await view(orderId)).toMatchObject({
      orderState: 'paid',
      canShip: true,
      toShip: [{ quantity: 2 }],
    });
    expect((await view(orderId)).deadline).toBeDefined();
    expect(await there(orderId)).toMatchObject({ orderState: 1, shipping: { finished: false } });
    await ship(orderId);
    await desk.tick();
    expect((await view(orderId)).orderState).toBe('shipped');
    const { shipping } = (await there(orderId)) ?? {};
    expect(shipping).toMatchObject({ finished: true, corrections: 0 });
    expect(shipping?.items).toHaveLength(2);
  });

  it('are corrected once at WeChat, and no second time', async () => {
    const orderId = await shippedOrder();
    await desk.tick();
    const correct = (trackingNo: string) =>
      correctShipment(shop.deps, {
        actor: OWNER,
        orderId,
        clientToken: `correct-${++runs}`,
        way: 'express',
        parcels: [{ courierId: 'YTO', trackingNo }],
      });
    expect((await view(orderId)).canCorrect).toBe(true);
    expect((await correct('YT7712345678901')).kind).toBe('done');
    await desk.tick();
    const items = [{ trackingNo: 'YT7712345678901', expressCompany: 'YTO' }];
    expect((await there(orderId))?.shipping).toMatchObject({ corrections: 1, items });
    expect(await correct('YT7712345678902')).toMatchObject({ refusal: 'CORRECTION_USED' });
    expect(await view(orderId)).toMatchObject({ canCorrect: false, upload: { state: 'sent' } });
  });

  it('that are corrected after the receipt was confirmed at WeChat stay as they are there, and call nobody', async () => {
    const orderId = await shippedOrder();
    await desk.tick();
    await confirmAtWechat(orderId);
    const wish = { actor: OWNER, orderId, clientToken: `correct-${++runs}`, way: 'express' } as const;
    const parcels = [{ courierId: 'YTO', trackingNo: 'YT7712345678903' }];
    expect((await correctShipment(shop.deps, { ...wish, parcels })).kind).toBe('done');
    const { refused } = await viewShippingState(shop.deps);
    await desk.tick();
    expect(await view(orderId)).toMatchObject({
      orderState: 'completed',
      parcels: [{ trackingNo: 'YT7712345678903' }],
      upload: { state: 'received', text: '顾客已确认收货，微信不再更新物流', canRetry: false },
    });
    expect((await there(orderId))?.shipping).toMatchObject({ corrections: 0 });
    expect((await viewShippingState(shop.deps)).refused).toBe(refused);
    await shop.wechatPay.clock.advance(2 * MINUTE_MS);
    await shop.wechat.passTime();
    await desk.tick(MINUTE_MS);
    expect((await view(orderId)).money).toMatchObject({ state: 'settled' });
  });

  it('with a number of the wrong courier do not leave, and the sentence names the field', async () => {
    const { orderId } = await desk.paidOrder();
    const wrong = await shopTry(orderId, [{ courierId: 'ZTO', trackingNo: 'SF1420098765432' }]);
    expect(wrong).toMatchObject({
      refusal: 'TRACKING_NO_OTHER_COURIER',
      detail: {
        field: 'trackingNo',
        parcel: 0,
        text: expect.stringMatching(/^快递单号“SF1420098765432”不像中通快递/),
      },
    });
    expect((await desk.file(orderId)).order.parcels).toEqual([]);
  });

  it('are one shipment however often the button is tapped', async () => {
    const { orderId } = await desk.paidOrder();
    const wish = { clientToken: `tap-${++runs}`, parcels: [{ courierId: 'SF', trackingNo: number() }] };
    await Promise.all([ship(orderId, wish), ship(orderId, wish), ship(orderId, wish)]);
    expect((await desk.file(orderId)).order.parcels).toHaveLength(1);
  });

  it('put the courier they went with first', async () => {
    const { orderId } = await desk.paidOrder();
    await ship(orderId, { parcels: [{ courierId: 'JD', trackingNo: 'JD0123456789012' }] });
    expect((await listCouriers(shop.deps))[0]).toMatchObject({ courierId: 'JD' });
  });

  it('are sent by those who may', async () => {
    const { orderId } = await desk.paidOrder();
    const cashier = { openid: 'o-cashier', role: 'cashier' } as const;
    const wish = { actor: cashier, orderId, clientToken: 'cashier-1', way: 'pickup', parcels: [] } as const;
    expect(await shipOrder(shop.deps, wish)).toMatchObject({ refusal: 'NOT_ALLOWED' });
  });
});

function shopTry(orderId: string, parcels: ShipOrder['parcels']) {
  return shipOrder(shop.deps, {
    actor: OWNER,
    orderId,
    clientToken: `try-${++runs}`,
    way: 'express',
    parcels,
  });
}

describe('refunds and shipping', () => {
  it('do not send what is refunded in full', async () => {
    const { orderId } = await desk.paidOrder();
    const { toShip } = await viewShippingState(shop.deps);
    await desk.refundFen(orderId, PRICE.minor);
    expect(await shopTry(orderId, [{ courierId: 'SF', trackingNo: number() }])).toMatchObject({
      refusal: 'REFUNDED',
    });
    expect((await viewShippingState(shop.deps)).toShip).toBe(toShip - 1);
    expect(await view(orderId)).toMatchObject({ canShip: false, orderState: 'paid' });
  });

  it('send the rest of what is refunded in part', async () => {
    const { orderId, skuId } = await desk.paidOrder(2);
    await desk.refund(orderId, { kind: 'lines', lines: [{ skuId, quantity: 1 }] });
    const { order } = await ship(orderId);
    expect(order).toMatchObject({ state: 'shipped', parcels: [{ lines: [{ skuId, quantity: 1 }] }] });
  });

  it('finish an order whose other part is refunded, and tell WeChat that nothing follows', async () => {
    const { orderId, skuId } = await desk.paidOrder(2);
    await ship(orderId, {
      parcels: [{ courierId: 'SF', trackingNo: number(), lines: [{ skuId, quantity: 1 }] }],
    });
    await desk.tick();
    await desk.refund(orderId, { kind: 'lines', lines: [{ skuId, quantity: 1 }] });
    await desk.tick(11 * MINUTE_MS);
    await desk.tick();
    expect((await desk.file(orderId)).order.state).toBe('shipped');
    expect((await there(orderId))?.shipping).toMatchObject({ finished: true });
  });
});

describe('events', () => {
  it('are believed in nothing: a forged one completes no order', async () => {
    const orderId = await shippedOrder();
    await desk.tick();
    const { outTradeNo = '' } = (await desk.file(orderId)).attempts[0] ?? {};
    await hearEvent(shop.deps, outTradeNo);
    await hearEvent(shop.deps, 'nobody-knows-this-number');
    await desk.tick(MINUTE_MS);
    expect((await desk.file(orderId)).order.state).toBe('shipped');
  });

  it('that come twice are one confirmation, and cost few questions', async () => {
    const orderId = await shippedOrder();
    await desk.tick();
    await fault('repeatEvent', 'events', { times: 5 });
    await confirmAtWechat(orderId);
    const { outTradeNo = '' } = (await desk.file(orderId)).attempts[0] ?? {};
    for (let times = 0; times < 20; times++) await hearEvent(shop.deps, outTradeNo);
    await desk.tick();
    await desk.tick();
    const { timeline } = (await desk.file(orderId)).order;
    expect(timeline.filter(({ text }) => text.includes('微信已确认收货'))).toHaveLength(1);
    const asked = (await shop.deps.store.pageEvidence({ orderId, limit: 100 })).filter(({ verdict }) =>
      verdict.startsWith('getOrder'),
    );
    expect(asked).toHaveLength(1);
  });
});

describe('reminding', () => {
  it('happens once per order', async () => {
    const orderId = await shippedOrder();
    const remind = () => remindReceipt(shop.deps, { actor: OWNER, orderId });
    expect(await remind()).toMatchObject({ refusal: 'NOT_UPLOADED' });
    await desk.tick();
    expect((await view(orderId)).canRemind).toBe(true);
    const [first, second] = await Promise.all([remind(), remind()]);
    expect([first.kind, second.kind].sort()).toEqual(['done', 'refused']);
    expect((await view(orderId)).canRemind).toBe(false);
    for (let times = 0; times < 3; times++) await desk.tick();
    const proofs = await shop.deps.store.pageEvidence({ orderId, limit: 100 });
    expect(proofs.filter(({ verdict }) => verdict === 'remind accepted')).toHaveLength(1);
  });
});

describe('subscribe messages', () => {
  const allow = async (...templateIds: readonly string[]) => {
    await control('subscriptions', { openid: PAYER, template_ids: templateIds });
    return allowMessages(shop.deps, { openid: PAYER, clientToken: `allow-${++runs}`, templateIds });
  };
  const got = async (templateId: string) =>
    (await state()).messages.filter((one) => one.openid === PAYER && one.templateId === templateId).length;
  const left = async (templateId: string) =>
    (await shop.deps.store.readLedger(PAYER)).balances.find((one) => one.templateId === templateId)?.left ??
    0;

  it('tell of a shipment once, paid from what was allowed', async () => {
    const before = await got('tmpl-shipped');
    expect((await allow('tmpl-shipped')).allowed).toContainEqual({ templateId: 'tmpl-shipped', left: 1 });
    const orderId = await shippedOrder();
    expect(await desk.tick()).toMatchObject({ messages: 1 });
    expect(await desk.tick()).toMatchObject({ messages: 0 });
    expect([await got('tmpl-shipped'), await left('tmpl-shipped')]).toEqual([before + 1, 0]);
    expect((await view(orderId)).message).toEqual({ state: 'sent', text: '已通知顾客发货' });
  });

  it('tell of money that has gone back', async () => {
    const before = await got('tmpl-refunded');
    await allow('tmpl-refunded');
    const { orderId } = await desk.paidOrder();
    await desk.refundFen(orderId, 1_000);
    await desk.tick();
    await desk.tick(30 * MINUTE_MS);
    expect(await desk.states(orderId)).toEqual(['succeeded']);
    await desk.tick();
    expect(await got('tmpl-refunded')).toBe(before + 1);
  });

  it('are not tried without leave, and the shopper is not asked of WeChat', async () => {
    const orderId = await shippedOrder();
    expect(await desk.tick()).toMatchObject({ messages: 0 });
    expect((await view(orderId)).message.state).toBe('notAllowed');
  });

  it('put the ledger right when WeChat says that nothing is allowed', async () => {
    for (let times = 0; times < 3; times++)
      await allowMessages(shop.deps, {
        openid: PAYER,
        clientToken: `claim-${++runs}`,
        templateIds: ['tmpl-shipped'],
      });
    const orderId = await shippedOrder();
    await desk.tick();
    expect((await view(orderId)).message.state).toBe('refused');
    expect(await left('tmpl-shipped')).toBe(0);
  });

  it('count a tap once, and no template the shop does not use', async () => {
    const tap = {
      openid: PAYER,
      clientToken: `tap-${++runs}`,
      templateIds: ['tmpl-shipped', 'tmpl-of-others'],
    };
    await Promise.all([allowMessages(shop.deps, tap), allowMessages(shop.deps, tap)]);
    expect(await left('tmpl-shipped')).toBe(1);
    expect(await left('tmpl-of-others')).toBe(0);
    await control('subscriptions', { openid: PAYER, template_ids: ['tmpl-shipped'] });
    await shippedOrder();
    await desk.tick();
  });

  it('are sent at most once though the process dies, or the answer is lost', async () => {
    for (const trouble of ['dies', 'replyLost'] as const) {
      const before = await got('tmpl-shipped');
      await allow('tmpl-shipped');
      const orderId = await shippedOrder();
      await carryShipment(shop.deps, orderId);
      const { wechat } = shop.deps;
      const dying: Wechat = {
        ...wechat,
        sendMessage: async (message) => {
          await wechat.sendMessage(message);
          throw new Error('the process is gone');
        },
      };
      if (trouble === 'dies')
        await expect(sendMessage({ ...shop.deps, wechat: dying }, `shipped:${orderId}`)).rejects.toThrow(
          'gone',
        );
      else await fault('replyLost', SEND);
      await desk.tick();
      await desk.tick(3 * MINUTE_MS);
      await desk.tick(HOUR_MS);
      expect(await got('tmpl-shipped')).toBe(before + 1);
      expect((await view(orderId)).message.state).toBe('unsure');
    }
  });
});

describe('the account that is deleted', () => {
  it('takes its messages and its ledger along', async () => {
    const orderId = await shippedOrder();
    await desk.tick();
    expect(await shop.deps.store.listMessages(orderId)).toHaveLength(1);
    await shop.deps.store.forgetShopper(PAYER, 'nobody');
    expect(await shop.deps.store.listMessages(orderId)).toEqual([]);
    expect(await shop.deps.store.readLedger(PAYER)).toMatchObject({ balances: [] });
  });
});
