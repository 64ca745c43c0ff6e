import { createServer as createTlsServer } from 'node:https';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import type { PaymentGateway } from '../../../../cloudfunctions/ports/payment-gateway';
import { certificate } from './certificates';
import {
  addressOf,
  type Answer,
  clock,
  failureAnswer,
  type FarSide,
  gatewayConfig,
  neverAnswers,
  OUT_TRADE_NO,
  plainAnswer,
  resets,
  signedAnswer,
  startFarSide,
  transaction,
} from './merchant-world';

const good = signedAnswer(JSON.stringify(transaction()));
const SHORT_MS = 400;

let main: FarSide;
let backup: FarSide;
let nonces = 0;
const deps = { clock, nonce: () => `nonce${(nonces += 1)}` };

beforeEach(async () => {
  [main, backup] = await Promise.all([startFarSide(), startFarSide()]);
});
afterEach(() => Promise.all([main.close(), backup.close()]));

const alone = (timeoutMs = 2_000): PaymentGateway =>
  createWechatPayGateway(gatewayConfig(main.baseUrl, { timeoutMs }), deps);
const withBackup = (timeoutMs = 2_000): PaymentGateway =>
  createWechatPayGateway(gatewayConfig(main.baseUrl, { timeoutMs, backupBaseUrl: backup.baseUrl }), deps);

const half: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{"half":');
  setTimeout(() => response.socket?.destroy(), 20);
};
const stalls: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{"half":');
};
const huge: Answer = (response) => {
  response.writeHead(200).end(Buffer.alloc(300_000, 0x20));
};

describe('connection', () => {
  it('is kept for the next call', async () => {
    main.answerWith(good);
    const gateway = alone();
    await gateway.query(OUT_TRADE_NO);
    await gateway.query(OUT_TRADE_NO);
    expect(main.seen.map((seen) => seen.onConnection)).toEqual([1, 2]);
  });

  it('that was kept and is reset is replaced by a new one, once', async () => {
    main.answerWith(good, resets, good);
    const gateway = alone();
    await gateway.query(OUT_TRADE_NO);
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ kind: 'accepted' });
    expect(main.seen.map((seen) => seen.onConnection)).toEqual([1, 2, 1]);

    main.answerWith(good, resets);
    await gateway.query(OUT_TRADE_NO);
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ kind: 'unknown', cause: 'network' });
    // The kept one, a new one, and two more after pauses.
    expect(main.seen).toHaveLength(5);
  });

  it('that is reset is tried three times in all, with pauses, and then the call is unknown', async () => {
    main.answerWith(resets);
    expect(await alone().query(OUT_TRADE_NO)).toEqual({
      kind: 'unknown',
      cause: 'network',
      advice: 'retrySame',
      detail: 'ECONNRESET',
      requestId: '',
      bodySha256: null,
    });
    expect(main.seen).toHaveLength(3);
  });

  it('that is reset once does not show', async () => {
    main.answerWith(resets, good);
    expect(await alone().query(OUT_TRADE_NO)).toMatchObject({ kind: 'accepted' });
    expect(main.seen.map((seen) => seen.onConnection)).toEqual([1, 1]);
  });

  it('that nobody accepts makes the call unknown', async () => {
    const gateway = alone();
    await main.close();
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ cause: 'network', detail: 'ECONNREFUSED' });
    main = await startFarSide();
  });
});

describe('answer', () => {
  it.each([
    ['that never begins', neverAnswers, { cause: 'timeout' }],
    ['that never ends', stalls, { cause: 'timeout' }],
    ['cut off in the middle', half, { cause: 'network' }],
    ['larger than any real one', huge, { cause: 'malformedReply' }],
  ])('%s makes the call unknown', async (_name, answer, unknown) => {
    main.answerWith(answer);
    expect(await alone(SHORT_MS).query(OUT_TRADE_NO)).toMatchObject({
      kind: 'unknown',
      ...unknown,
      requestId: '',
    });
    // A busy machine may not have taken in what was given up on.
    if (unknown.cause === 'timeout') expect(main.seen.length).toBeLessThanOrEqual(1);
    else if (unknown.cause === 'malformedReply') expect(main.seen).toHaveLength(1);
    // Asked again, as often as the deadline has room for.
    else expect(main.seen.length).toBeGreaterThanOrEqual(2);
  });
});

describe('backup host', () => {
  it.each([
    ['does not answer', neverAnswers],
    ['resets', resets],
    ['breaks off', half],
  ])('takes the identical request when the first host %s', async (_name, answer) => {
    main.answerWith(answer);
    backup.answerWith(signedAnswer(''));
    expect(await withBackup(SHORT_MS).close(OUT_TRADE_NO)).toMatchObject({ kind: 'accepted' });
    const [[first], [second]] = [main.seen, backup.seen];
    expect(second).toMatchObject({ method: first?.method, path: first?.path, body: first?.body });
    expect(second?.headers.authorization).not.toBe(first?.headers.authorization);
  });

  it.each([
    ['refuses', failureAnswer(404, 'ORDER_NOT_EXIST')],
    ['fails with 500', failureAnswer(500, 'SYSTEM_ERROR')],
    ['answers with a wrong signature', plainAnswer(200, '{}')],
    ['answers too much', huge],
  ])('is left alone when the first host %s', async (_name, answer) => {
    main.answerWith(answer);
    backup.answerWith(good);
    expect((await withBackup().query(OUT_TRADE_NO)).kind).not.toBe('accepted');
    expect(backup.seen).toEqual([]);
  });

  it('that fails too makes the call unknown', async () => {
    main.answerWith(resets);
    backup.answerWith(neverAnswers);
    expect(await withBackup(SHORT_MS).query(OUT_TRADE_NO)).toMatchObject({
      kind: 'unknown',
      cause: 'timeout',
    });
  });
});

describe('TLS', () => {
  let close: () => void;
  let baseUrl: string;
  beforeAll(async () => {
    const self = await certificate('CN=localhost', '01');
    const server = createTlsServer(
      { key: self.privateKey, cert: self.certificatePem },
      (_request, response) => {
        good(response, { method: '', path: '', headers: {}, body: '', onConnection: 1 });
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = addressOf(server);
    baseUrl = `https://localhost:${port}`;
    close = () => server.close();
  });
  afterAll(() => close());

  it('with a certificate nobody vouches for makes the call unknown, even when the answer is well signed', async () => {
    const gateway = createWechatPayGateway(gatewayConfig(baseUrl), deps);
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({
      kind: 'unknown',
      cause: 'network',
      detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });
});
