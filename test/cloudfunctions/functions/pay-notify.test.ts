import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Attempt } from '../../../cloudfunctions/core/payment/attempt';
import type { Refund } from '../../../cloudfunctions/core/refund/refund';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import { notifyEnvironment } from '../../../tools/world/function-environment';
import { bundleOf } from '../../../tools/world/function-bundles';
import type { Forge, ForgedRequest } from '../../fixtures/notification-forge';
import { createForge, PLAINTEXT_MARKER } from '../../fixtures/notification-forge';
import { hangUpHalfway, sendHttp } from '../../fixtures/send-http';
import type { ShopWorld } from '../../fixtures/shop-world';
import { openShopWorld } from '../../fixtures/shop-world';
import type { HostileRow, Scene } from './hostile-notifications';
import { MALFORMED, NOT_OURS, UNVERIFIED } from './hostile-notifications';

const PAYER = 'o-payer-of-notifications';
const SUCCESS = { code: 'SUCCESS', message: '成功' };
const JSON_TYPE = expect.stringMatching(/^application\/json/);

let world: ShopWorld;
let forge: Forge;
let scene: Scene;
/** The notification that paid `scene.paid`: whoever answers it again is alive and believes good signatures. */
let processed: ForgedRequest;
const sent: ForgedRequest[] = [];

async function awaitingPayment(): Promise<Attempt> {
  return world.prepay(PAYER, (await world.place(PAYER)).orderId);
}

function send(request: ForgedRequest & { readonly path?: string }) {
  sent.push(request);
  const url = request.path === undefined ? world.notifyUrl : world.cloud.url + request.path;
  return sendHttp(url, request);
}

async function stateOf({ orderId }: Attempt): Promise<string | undefined> {
  return (await world.store.findOrder(orderId))?.order.state;
}

async function expectRefused([, status, make]: HostileRow, newProofs: number): Promise<void> {
  const before = await world.books();
  const proofs = world.evidenceCount();
  const answer = await send(make(scene));
  expect(answer).toEqual({
    status,
    type: JSON_TYPE,
    json: { code: expect.stringMatching(/^(?!SUCCESS)\w+$/), message: expect.stringMatching(/./) },
  });
  expect(await world.books()).toEqual(before);
  expect(world.evidenceCount() - proofs).toBe(newProofs);
  expect(await send(processed)).toEqual({ status: 200, type: JSON_TYPE, json: SUCCESS });
  expect(await world.books()).toEqual(before);
}

beforeAll(async () => {
  world = await openShopWorld();
  const { merchant } = world.wechatPay;
  forge = createForge(merchant);
  const [open, paid] = [await awaitingPayment(), await awaitingPayment()];
  scene = { forge, merchant, open, paid };
  processed = forge.notification(paid);
  expect(await send(processed)).toMatchObject({ status: 200 });
});
afterAll(() => world.close());

describe('a notification that does not verify', () => {
  it.each(UNVERIFIED.map((row) => [row[0], row] as const))(
    'is refused with a code, leaves no trace and disturbs nobody: %s',
    (_name, row) => expectRefused(row, 0),
  );

  it('is dropped when its sender hangs up halfway', async () => {
    const before = await world.books();
    await hangUpHalfway(world.notifyUrl, forge.notification(scene.open));
    expect(await send(processed)).toMatchObject({ status: 200 });
    expect(await world.books()).toEqual(before);
  });

  it('is refused when a good signature comes twice in one request', async () => {
    const request = forge.notification(scene.open);
    const signature = request.headers['Wechatpay-Signature'] ?? '';
    const headers = { ...request.headers, 'Wechatpay-Signature': [signature, signature] };
    const before = await world.books();
    expect(await sendHttp(world.notifyUrl, { ...request, headers })).toMatchObject({ status: 401 });
    expect(await world.books()).toEqual(before);
  });
});

describe('a signed notification that is malformed', () => {
  it.each(MALFORMED.map((row) => [row[0], row] as const))(
    'is refused with a code, leaves no trace and disturbs nobody: %s',
    (_name, row) => expectRefused(row, 0),
  );
});

describe('a genuine notification that fits no attempt', () => {
  it.each(NOT_OURS.map((row) => [row[0], row] as const))(
    'is refused so that it comes again, with one proof and nothing else written: %s',
    (_name, row) => expectRefused(row, 1),
  );

  it('leaves one proof however often it comes', async () => {
    const request = forge.notification(scene.open, { payer: { openid: 'o-another' } });
    const proofs = world.evidenceCount();
    for (let time = 0; time < 3; time += 1) expect(await send(request)).toMatchObject({ status: 409 });
    expect(world.evidenceCount()).toBe(proofs + 1);
  });
});

describe('a genuine notification of something else', () => {
  it.each([
    ['another event', { event_type: 'PAYSCORE.USER_PAID' }, {}],
    ['an event nobody knows', { event_type: '__proto__' }, {}],
    ['a transaction that is not paid', {}, { trade_state: 'NOTPAY' }],
  ])('is received and pays nothing: %s', async (_name, envelope, changes) => {
    const before = await world.books();
    const request = forge.signed(forge.body(forge.transaction(scene.open, changes), { envelope }));
    expect(await send(request)).toEqual({ status: 200, type: JSON_TYPE, json: SUCCESS });
    expect(await world.books()).toEqual(before);
  });
});

describe('a notification of a refund', () => {
  /** A second payment of a paid order: a refund of it is due. */
  async function refundDue(): Promise<Refund> {
    const attempt = await awaitingPayment();
    const { orderId } = attempt;
    expect(await send(forge.notification(attempt))).toMatchObject({ status: 200 });
    const second = {
      ...attempt,
      outTradeNo: `second${attempt.outTradeNo}`.slice(0, 32),
      transactionId: null,
    };
    await world.store.changeOrder(orderId, (file) => {
      if (file === null) throw new Error('no order');
      const order = { ...file.order, attempts: [...file.order.attempts, second.outTradeNo] };
      return { result: null, write: { order, attempts: [{ ...second, state: 'prepared' }] } };
    });
    expect(await send(forge.notification(second))).toMatchObject({ status: 200 });
    const refund = (await world.store.findOrder(orderId))?.refunds[0];
    if (refund === undefined) throw new Error('no refund is due');
    return refund;
  }
  async function told(
    refund: Refund,
    changes: Readonly<Record<string, unknown>> = {},
  ): Promise<ForgedRequest> {
    const attempt = await world.store.findAttempt(refund.outTradeNo);
    const total = refund.amount.minor;
    const plain = {
      mchid: scene.merchant.mchid,
      out_trade_no: refund.outTradeNo,
      transaction_id: attempt?.transactionId,
      out_refund_no: refund.outRefundNo,
      refund_id: '50000000382019052709732678859',
      refund_status: 'SUCCESS',
      success_time: '2026-03-01T10:00:00+08:00',
      user_received_account: '招商银行信用卡0403',
      amount: { total, refund: total, payer_total: total, payer_refund: total },
      ...changes,
    };
    const event_type = `REFUND.${plain.refund_status}`;
    return forge.signed(forge.body(plain, { envelope: { event_type } }));
  }
  const find = async ({ orderId }: Refund) => world.store.findOrder(orderId);

  it('moves the refund on, tells the shopper, and changes nothing when it comes again', async () => {
    const refund = await refundDue();
    const abnormal = await told(refund, { refund_status: 'ABNORMAL', success_time: undefined });
    expect(await send(abnormal)).toEqual({ status: 200, type: JSON_TYPE, json: SUCCESS });
    expect((await find(refund))?.refunds[0]?.state).toBe('abnormal');
    const success = await told(refund);
    expect(await send(success)).toEqual({ status: 200, type: JSON_TYPE, json: SUCCESS });
    const after = await find(refund);
    expect(after?.refunds[0]?.state).toBe('succeeded');
    expect(after?.order.timeline.at(-1)?.text).toMatch(/^退款 ¥.*已原路退回（招商银行信用卡0403）$/);
    for (const again of [success, abnormal]) expect(await send(again)).toMatchObject({ status: 200 });
    expect(await find(refund)).toEqual(after);
    expect(auditBooks(await world.books())).toEqual([]);
  });

  it.each<[string, (refund: Refund) => Readonly<Record<string, unknown>>]>([
    ['the books do not have', () => ({ out_refund_no: 'never-made-here' })],
    ['is of an attempt the books do not have', () => ({ out_trade_no: 'never-made-here' })],
    ['names another payment', () => ({ transaction_id: '4200000000000000000000' })],
    ['gave back less', ({ amount }) => ({ amount: { total: amount.minor, refund: 1 } })],
  ])('that %s is answered so that it is sent again', async (_name, changes) => {
    const refund = await refundDue();
    const before = await world.books();
    expect(await send(await told(refund, changes(refund)))).toMatchObject({ status: 409 });
    expect(await world.books()).toEqual(before);
  });

  it.each([
    ['is malformed', { amount: { total: 1, refund: 2 } }],
    ['is of another merchant', { mchid: '1900000001' }],
  ])('that %s is refused', async (_name, changes) => {
    const refund = await refundDue();
    expect(await send(await told(refund, changes))).toMatchObject({ status: 400 });
  });
});

describe('a payment of which some was given back before the books heard of it', () => {
  it('is not taken for paid: a person has to look', async () => {
    const attempt = await awaitingPayment();
    const request = forge.notification(attempt, { trade_state: 'REFUND' });
    expect(await send(request)).toMatchObject({ status: 409 });
    expect(await stateOf(attempt)).toBe('awaitingPayment');
    const proofs = await world.store.pageEvidence({ orderId: attempt.orderId, limit: 100 });
    expect(proofs.map(({ verdict }) => verdict)).toContain('mismatch');
  });

  it('is old news once the payment is in the books', async () => {
    const attempt = await awaitingPayment();
    const paid = forge.transaction(attempt);
    await send(forge.signed(forge.body(paid)));
    const refunded = forge.signed(forge.body({ ...paid, trade_state: 'REFUND' }));
    expect(await send(refunded)).toMatchObject({ status: 200 });
    expect(await stateOf(attempt)).toBe('paid');
  });
});

describe('a good notification', () => {
  it.each([
    ['the public key', () => ({})],
    [
      'the platform certificate',
      () => ({ serial: scene.merchant.platformSerialNo, keyFile: scene.merchant.platformKeyFile }),
    ],
    ['a signature nearly 300 seconds old', () => ({ ageSeconds: 290 })],
    ['a clock nearly 300 seconds ahead', () => ({ ageSeconds: -299 })],
  ])('pays its order under %s', async (_name, signing) => {
    const attempt = await awaitingPayment();
    const request = forge.signed(forge.body(forge.transaction(attempt)), signing());
    expect(await send(request)).toEqual({ status: 200, type: JSON_TYPE, json: SUCCESS });
    expect(await stateOf(attempt)).toBe('paid');
  });

  it.each([
    ['a nonsense Content-Type', { 'Content-Type': ';;multipart/no=thing' }, {}],
    ['bytes in a name that are no UTF-8', {}, { summary: '\u0001' }],
  ])('is judged by its bytes alone: %s', async (_name, headers, envelope) => {
    const attempt = await awaitingPayment();
    const body = forge.body(forge.transaction(attempt), { envelope });
    const escaped = body.indexOf('\\u0001');
    const bytes =
      escaped < 0
        ? body
        : Buffer.concat([body.subarray(0, escaped), Buffer.from([0xff, 0xe4]), body.subarray(escaped + 6)]);
    const request = forge.signed(bytes);
    const answer = await send({ ...request, headers: { ...request.headers, ...headers } });
    expect(answer).toMatchObject({ status: 200 });
    expect(await stateOf(attempt)).toBe('paid');
  });

  it('pays once when it comes five times at once, and again later', async () => {
    const attempt = await awaitingPayment();
    const request = forge.notification(attempt);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(request)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const after = await world.books();
    const sold = after.movements.filter((one) => one.orderId === attempt.orderId && one.kind === 'sell');
    expect(sold).toHaveLength(1);
    expect(await send(request)).toMatchObject({ status: 200 });
    expect(await world.books()).toEqual(after);
  });

  it('is refused with 500 while the database is away, and pays when it comes again', async () => {
    const attempt = await awaitingPayment();
    const request = forge.notification(attempt);
    world.cloud.faults.add({ kind: 'throttled' });
    const answer = await send(request);
    world.cloud.faults.clear();
    expect(answer).toEqual({
      status: 500,
      type: JSON_TYPE,
      json: { code: 'FAIL', message: expect.stringMatching(/./) },
    });
    expect(await stateOf(attempt)).toBe('awaitingPayment');
    expect(await send(request)).toMatchObject({ status: 200 });
    expect(await stateOf(attempt)).toBe('paid');
  });

  it('still pays the order that every hostile one named', async () => {
    expect(await send(forge.notification(scene.open))).toMatchObject({ status: 200, json: SUCCESS });
    const books = await world.books();
    expect(books.attempts.find(({ outTradeNo }) => outTradeNo === scene.open.outTradeNo)?.state).toBe(
      'succeeded',
    );
    expect(auditBooks(books)).toEqual([]);
  });
});

describe('the notification function', () => {
  it('is given no private key, and its bundle does not know one by name', async () => {
    const environment = await notifyEnvironment(world.wechatPay.merchant);
    const names = Object.keys(environment).join(' ');
    expect(names).not.toMatch(/PRIVATE|MERCHANT_SERIAL/);
    const merchantKey = readFileSync(world.wechatPay.merchant.merchantKeyFile, 'utf8').split('\n')[1];
    expect(Object.values(environment).join(' ')).not.toContain(merchantKey);
    expect(readFileSync(bundleOf('pay-notify'), 'utf8')).not.toContain('WECHAT_PAY_MERCHANT_PRIVATE_KEY');
  });

  it('tells the log which check failed, and no secret', () => {
    const log = world.lines.join('\n');
    for (const stage of ['method', 'size', 'headers', 'timestamp', 'serial', 'signature', 'body', 'decrypt'])
      expect(log).toContain(`"stage":"${stage}"`);
    const { apiV3Key, merchantKeyFile, publicKeyPrivateFile, platformKeyFile } = world.wechatPay.merchant;
    const keyLines = [merchantKeyFile, publicKeyPrivateFile, platformKeyFile].flatMap((file) =>
      readFileSync(file, 'utf8').trim().split('\n').slice(1, -1),
    );
    const signatures = sent.flatMap(({ headers }) => headers['Wechatpay-Signature'] ?? []);
    const ciphertexts = sent.flatMap(({ body }) => /"ciphertext":"([^"]+)"/.exec(body.toString())?.[1] ?? []);
    expect(keyLines.length).toBeGreaterThan(60);
    expect(ciphertexts.length).toBeGreaterThan(60);
    const secrets = [apiV3Key, PLAINTEXT_MARKER, PAYER, 'Authorization', ...keyLines, ...ciphertexts];
    const seen = [...secrets, ...signatures.filter((one) => one.length > 100)].filter((secret) =>
      log.includes(secret),
    );
    expect(seen).toEqual([]);
  });
});
