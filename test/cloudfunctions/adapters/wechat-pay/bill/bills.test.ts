import { createHash, verify } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createWechatPayBills } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/bills';
import type {
  BillRequest,
  FundFlowBillRequest,
  ReadyBill,
  TradeBillRequest,
} from '../../../../../cloudfunctions/ports/bills';
import { fen } from '../../../../../miniprogram/contract/money';
import { FLOW, fundFlowBill, PAYMENT, REFUND, tradeBill } from '../../../../fixtures/bill-file';
import {
  type Answer,
  failureAnswer,
  type FarSide,
  gatewayConfig,
  MCHID,
  MERCHANT,
  MERCHANT_SERIAL,
  neverAnswers,
  NOW_SECONDS,
  plainAnswer,
  PUBLIC_KEY_ID,
  resets,
  type Seen,
  signedAnswer,
  startFarSide,
} from '../merchant-world';

const DAY = '2024-08-04';
const ALL: TradeBillRequest = { kind: 'trade', type: 'all', date: DAY };
const FILE = tradeBill('ALL', [PAYMENT, REFUND]);
const SHA1 = createHash('sha1').update(FILE).digest('hex');
const URL_PATH =
  '/v3/billdownload/file?token=6XIv5TUPto7pByrTQKhd6kwvyKLG2uY2wMMR8cNXqaA_Cv_isgaUtBzp4QtiozLO';
const MINUTE_MS = 60_000;

let far: FarSide;
let other: FarSide;
let nowMs: number;
let nonces = 0;
const deps = { clock: { nowMs: () => nowMs }, nonce: () => `nonce${(nonces += 1)}` };

beforeEach(async () => {
  nowMs = NOW_SECONDS * 1000;
  [far, other] = await Promise.all([startFarSide(), startFarSide()]);
});
afterEach(() => Promise.all([far.close(), other.close()]));

const bills = (changes: Parameters<typeof gatewayConfig>[1] = {}) =>
  createWechatPayBills(gatewayConfig(far.baseUrl, changes), deps);

const applied = (changes: Readonly<Record<string, unknown>> = {}): Answer =>
  signedAnswer(
    JSON.stringify({
      hash_type: 'SHA1',
      hash_value: SHA1,
      download_url: `${far.baseUrl}${URL_PATH}`,
      ...changes,
    }),
  );
const file = (body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Answer => {
  return (response) => void response.writeHead(200, { 'Request-ID': 'ABC-0', ...headers }).end(body);
};
const ready = (changes: Partial<ReadyBill<TradeBillRequest>> = {}): ReadyBill<TradeBillRequest> => ({
  request: ALL,
  hash: { type: 'SHA1', value: SHA1 },
  downloadUrl: `${far.baseUrl}${URL_PATH}`,
  givenAtMs: nowMs,
  ...changes,
});

/** Counts rows and adds up what came in. */
const TALLY = {
  start: () => ({ rows: 0, total: 0 }),
  add: (tally: { rows: number; total: number }, row: { total: { minor: number } }) => ({
    rows: tally.rows + 1,
    total: tally.total + row.total.minor,
  }),
};
const READ = {
  kind: 'read',
  value: { rows: 2, total: 3 },
  summary: { rows: 2, total: fen(3), refund: fen(1) },
  sha1: SHA1,
  bytes: FILE.length,
};

/** Whether a request carries the merchant's signature over exactly the path that came in. */
function signedWell({ path, headers }: Seen): boolean {
  const fields = new Map(
    [...(headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
  const message = `GET\n${path}\n${fields.get('timestamp')}\n${fields.get('nonce_str')}\n\n`;
  const signature = Buffer.from(fields.get('signature') ?? '', 'base64');
  const whose = fields.get('mchid') === MCHID && fields.get('serial_no') === MERCHANT_SERIAL;
  return whose && verify('RSA-SHA256', Buffer.from(message), MERCHANT.publicKey, signature);
}

describe('asking for a bill', () => {
  const fund = (account: FundFlowBillRequest['account']): BillRequest => ({
    kind: 'fundFlow',
    account,
    date: DAY,
  });
  const trade = 'tradebill?bill_date=2024-08-04&bill_type';
  const flow = 'fundflowbill?bill_date=2024-08-04&account_type';
  it.each<[BillRequest, string]>([
    [ALL, `${trade}=ALL&tar_type=GZIP`],
    [{ ...ALL, type: 'success' }, `${trade}=SUCCESS&tar_type=GZIP`],
    [{ ...ALL, type: 'refund', packing: 'gzip' }, `${trade}=REFUND&tar_type=GZIP`],
    [{ ...ALL, packing: 'plain' }, `${trade}=ALL`],
    [{ ...ALL, subMchid: '1900000109' }, `${trade}=ALL&tar_type=GZIP&sub_mchid=1900000109`],
    [fund('basic'), `${flow}=BASIC&tar_type=GZIP`],
    [fund('operation'), `${flow}=OPERATION&tar_type=GZIP`],
    [{ kind: 'fundFlow', account: 'fees', date: DAY, packing: 'plain' }, `${flow}=FEES`],
  ])('%j goes to %s, signed', async (request, path) => {
    far.answerWith(applied());
    const outcome = await bills().request(request);
    expect(outcome).toMatchObject({
      kind: 'ready',
      bill: {
        request,
        hash: { type: 'SHA1', value: SHA1 },
        downloadUrl: `${far.baseUrl}${URL_PATH}`,
        givenAtMs: nowMs,
      },
    });
    expect(far.seen.map((seen) => [seen.path, signedWell(seen)])).toEqual([[`/v3/bill/${path}`, true]]);
  });

  it.each([
    ['2024-08-05', '2024-08-06T10:00:00+08:00'],
    ['2024-12-31', '2025-01-01T10:00:00+08:00'],
  ])('of %s is too early before %s, and asks nobody', async (date, from) => {
    expect(await bills().request({ ...ALL, date })).toMatchObject({
      kind: 'notYet',
      askAgainAtMs: Date.parse(from),
    });
    expect(far.seen).toEqual([]);
  });

  it('begins at ten o’clock of Beijing on the next day', async () => {
    far.answerWith(applied());
    const ten = Date.parse('2024-08-05T10:00:00+08:00');
    nowMs = ten - 1;
    expect(await bills().request(ALL)).toMatchObject({ kind: 'notYet', askAgainAtMs: ten });
    nowMs = ten;
    far.answerWith(failureAnswer(400, 'NO_STATEMENT_EXIST'));
    expect(await bills().request(ALL)).toMatchObject({ kind: 'none' });
  });

  it.each([
    ['STATEMENT_CREATING', '08F78BB5AF06-0'],
    ['INVALID_REQUEST', '08F78BB5AF06-270522882'],
  ])('that is being made (%s, %s) is to be repeated in half an hour', async (code, requestId) => {
    far.answerWith(failureAnswer(400, code, requestId));
    expect(await bills().request(ALL)).toMatchObject({
      kind: 'notYet',
      askAgainAtMs: nowMs + 30 * MINUTE_MS,
    });
  });

  it.each([
    ['NO_STATEMENT_EXIST', '08F78BB5AF06-0'],
    ['PARAM_ERROR', '08F78BB5AF06-270522881'],
  ])('of a day without trades (%s, %s) finds none', async (code, requestId) => {
    far.answerWith(failureAnswer(400, code, requestId));
    expect(await bills().request(ALL)).toMatchObject({ kind: 'none', requestId });
  });

  it.each(['', '2024-8-4', '2024-02-30', '04.08.2024', '2024-08-04&bill_type=ALL'])(
    'of %j is refused and asks nobody: it is no day',
    async (date) => {
      expect(await bills().request({ ...ALL, date })).toMatchObject({
        kind: 'refused',
        refusal: { reason: 'parameter', code: 'BILL_DATE' },
      });
      expect(far.seen).toEqual([]);
    },
  );

  it.each([
    [failureAnswer(400, 'PARAM_ERROR', 'A-270522880'), { kind: 'refused', refusal: { reason: 'parameter' } }],
    [failureAnswer(403, 'NO_AUTH'), { kind: 'refused', refusal: { reason: 'notAllowed' } }],
    [failureAnswer(403, 'NO_STATEMENT_EXIST'), { kind: 'refused', refusal: { httpStatus: 403 } }],
    [failureAnswer(429, 'FREQUENCY_LIMITED'), { kind: 'refused', refusal: { reason: 'rateLimited' } }],
    [failureAnswer(500, 'SYSTEM_ERROR'), { kind: 'unknown', cause: 'serverError' }],
    [resets, { kind: 'unknown', cause: 'network' }],
    [plainAnswer(200, '{}'), { kind: 'unknown', cause: 'badSignature' }],
  ])('ends as every call does (%#)', async (answer, end) => {
    far.answerWith(answer);
    expect(await bills().request(ALL)).toMatchObject(end);
  });

  it.each([
    ['hash_type', { hash_type: 'SHA256' }],
    ['hash_value', { hash_value: SHA1.slice(1) }],
    ['hash_value', { hash_value: undefined }],
    ['download_url', { download_url: '' }],
    ['download_url', { download_url: '/'.padEnd(2_050, 'x') }],
  ])('with a signed answer of another %s is unknown (%j)', async (detail, changes) => {
    far.answerWith(applied(changes));
    expect(await bills().request(ALL)).toMatchObject({ kind: 'unknown', cause: 'malformedReply', detail });
  });
});

describe('reading a bill', () => {
  it.each([
    ['plain', FILE],
    ['packed', gzipSync(FILE)],
    ['packed in two parts', Buffer.concat([gzipSync(FILE.subarray(0, 500)), gzipSync(FILE.subarray(500))])],
  ])('takes it %s, whatever was asked for', async (_name, body) => {
    far.answerWith(file(body));
    expect(await bills().readTrades(ready(), TALLY)).toMatchObject(READ);
    const [seen] = far.seen;
    expect(seen).toMatchObject({ method: 'GET', path: URL_PATH, body: '' });
    expect(seen?.headers).toMatchObject({ 'wechatpay-serial': PUBLIC_KEY_ID, accept: '*/*' });
    expect(seen?.headers['user-agent']).toMatch(/^xiaopu /);
    expect(seen?.headers).not.toHaveProperty('accept-encoding');
    expect(seen !== undefined && signedWell(seen)).toBe(true);
  });

  it('takes a fund-flow bill', async () => {
    const body = fundFlowBill([FLOW]);
    const value = createHash('sha1').update(body).digest('hex');
    far.answerWith(applied({ hash_value: value.toUpperCase() }), file(gzipSync(body)));
    const outcome = await bills().request({ kind: 'fundFlow', account: 'basic', date: DAY });
    if (outcome.kind !== 'ready') throw new Error(JSON.stringify(outcome));
    const fold = {
      start: () => new Array<string>(),
      add: (ids: string[], row: { flowId: string }) => [...ids, row.flowId],
    };
    expect(await bills().readFundFlow(outcome.bill, fold)).toMatchObject({
      kind: 'read',
      value: ['1900009231201802015884652186'],
      summary: { rows: 1, expense: fen(2) },
    });
  });

  it('lets an error of the fold through and hangs up', async () => {
    let closed: Promise<void> | undefined;
    far.answerWith((response) => {
      closed = new Promise((resolve) => response.on('close', resolve));
      response.writeHead(200).write(FILE);
    });
    const fold = {
      start: () => 0,
      add: () => {
        throw new RangeError('a bug of the caller');
      },
    };
    await expect(bills().readTrades(ready(), fold)).rejects.toThrow('a bug of the caller');
    await closed;
  });
});

describe('the address of a bill', () => {
  it.each([
    ['a path', URL_PATH],
    ['a path that is encoded', '/v3/billdownload/downloadurl?token=a%2Fb%7Cc+d&tartype=gzip'],
  ])('may be %s alone, signed and sent as it stands', async (_name, downloadUrl) => {
    far.answerWith(file(FILE));
    expect(await bills().readTrades(ready({ downloadUrl }), TALLY)).toMatchObject(READ);
    expect(far.seen.map((seen) => [seen.path, signedWell(seen)])).toEqual([[downloadUrl, true]]);
  });

  it('may be on the backup host of the settings', async () => {
    other.answerWith(file(FILE));
    const downloadUrl = `${other.baseUrl}${URL_PATH}`;
    const withBackup = bills({ backupBaseUrl: other.baseUrl });
    expect(await withBackup.readTrades(ready({ downloadUrl }), TALLY)).toMatchObject(READ);
    expect(other.seen).toHaveLength(1);
  });

  it.each<(evil: string) => string>([
    (evil) => `${evil}${URL_PATH}`,
    (evil) => evil.replace('http:', '') + URL_PATH,
    (evil) => `${far.baseUrl}@${evil.replace('http://', '')}${URL_PATH}`,
    (evil) => `${far.baseUrl}\\@${evil.replace('http://', '')}${URL_PATH}`,
    (evil) => `http://user:word@${evil.replace('http://', '')}${URL_PATH}`,
    (evil) => `\\\\${evil.replace('http://', '')}${URL_PATH}`,
    (evil) => ` ${evil}${URL_PATH}`,
    (evil) => `/\\${evil.replace('http://', '')}${URL_PATH}`,
    () => far.baseUrl.replace('http:', 'https:') + URL_PATH,
    () => `${far.baseUrl}.example.com${URL_PATH}`,
    () => far.baseUrl.replace('127.0.0.1', 'localhost') + URL_PATH,
    () => `${far.baseUrl}${URL_PATH} HTTP/1.1`,
    () => `${far.baseUrl}${URL_PATH}\r\nX: y`,
    () => `${far.baseUrl}${URL_PATH}#part`,
    () => 'file:///v3/billdownload/file',
    () => 'http://[',
  ])('on any other host gets no request and no signature (%#)', async (forge) => {
    other.answerWith(file(FILE));
    far.answerWith(file(FILE));
    const downloadUrl = forge(other.baseUrl);
    expect(await bills().readTrades(ready({ downloadUrl }), TALLY)).toMatchObject({
      kind: 'defective',
      defect: { stage: 'address' },
    });
    expect([...other.seen, ...far.seen]).toEqual([]);
  });

  it('is not followed to where it sends us on', async () => {
    other.answerWith(file(FILE));
    far.answerWith(
      (response) => void response.writeHead(302, { Location: `${other.baseUrl}${URL_PATH}` }).end(),
    );
    expect(await bills().readTrades(ready(), TALLY)).toMatchObject({
      kind: 'unknown',
      cause: 'malformedReply',
    });
    expect(other.seen).toEqual([]);
  });

  it('that is older than five minutes is not tried; a new one is asked for', async () => {
    const downloadUrl = `${far.baseUrl}/v3/billdownload/file?token=old`;
    const old = ready({ downloadUrl, givenAtMs: nowMs - 5 * MINUTE_MS });
    far.answerWith(applied(), file(FILE));
    expect(await bills().readTrades(old, TALLY)).toMatchObject(READ);
    expect(far.seen.map((seen) => seen.path)).toEqual([
      '/v3/bill/tradebill?bill_date=2024-08-04&bill_type=ALL&tar_type=GZIP',
      URL_PATH,
    ]);
  });

  it('that has expired earlier is asked for again, and the new hash counts', async () => {
    far.answerWith(failureAnswer(400, 'INVALID_REQUEST'), applied(), file(FILE));
    const old = ready({ hash: { type: 'SHA1', value: '0'.repeat(40) } });
    expect(await bills().readTrades(old, TALLY)).toMatchObject(READ);
    expect(far.seen).toHaveLength(3);
  });

  it('that expires again is refused', async () => {
    far.answerWith(failureAnswer(400, 'INVALID_REQUEST'), applied(), failureAnswer(400, 'INVALID_REQUEST'));
    expect(await bills().readTrades(ready(), TALLY)).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'parameter', code: 'INVALID_REQUEST', httpStatus: 400 },
    });
    expect(far.seen).toHaveLength(3);
  });

  it('that cannot be had again says why', async () => {
    far.answerWith(failureAnswer(400, 'INVALID_REQUEST'), failureAnswer(400, 'STATEMENT_CREATING'));
    expect(await bills().readTrades(ready(), TALLY)).toMatchObject({
      kind: 'notReady',
      outcome: { kind: 'notYet' },
    });
  });
});

describe('a file that is not what was announced', () => {
  const packed = gzipSync(FILE);
  const hangsUpAfter = (bytes: Uint8Array, announced: number): Answer => {
    return (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': String(announced) });
      response.write(bytes, () => response.socket?.destroy());
    };
  };
  const damaged = Buffer.from(packed);
  damaged[40] = (damaged[40] ?? 0) ^ 0xff;
  const otherBill = tradeBill('ALL', [PAYMENT, { ...REFUND, outRefundNo: 'REF-OTHER' }]);

  it.each([
    ['another bill', file(otherBill), { stage: 'hash' }],
    ['another bill, packed', file(gzipSync(otherBill)), { stage: 'hash' }],
    [
      'a damaged row',
      file(Buffer.from(FILE.toString().replace('0.03,', '0.0x,'))),
      { line: 2, column: '应结订单金额' },
    ],
    ['cut off', file(FILE.subarray(0, 900)), { stage: 'format' }],
    [
      'cut off, packed',
      file(packed.subarray(0, -20)),
      { stage: 'length', reason: 'the packed file ends early' },
    ],
    ['damaged, packed', file(damaged), { stage: 'gzip' }],
    ['hung up on', hangsUpAfter(FILE.subarray(0, 900), FILE.length), { stage: 'length' }],
    ['hung up on, packed', hangsUpAfter(packed.subarray(0, 100), packed.length), { stage: 'length' }],
    ['shorter than announced', hangsUpAfter(FILE, FILE.length + 1), { stage: 'length' }],
    ['empty', file(Buffer.alloc(0)), { stage: 'format', reason: 'the file is empty' }],
    ['an error that says 200', file(Buffer.from('{"code":"SYSTEM_ERROR"}')), { stage: 'format', line: 1 }],
  ])('because it is %s gives nothing but the reason', async (_name, answer, defect) => {
    far.answerWith(answer);
    const reading = await bills().readTrades(ready(), TALLY);
    expect(reading).toMatchObject({ kind: 'defective', defect });
    expect(reading).not.toHaveProperty('value');
    expect(reading).not.toHaveProperty('summary');
  });
});

describe('a file that does not come', () => {
  const stalls: Answer = (response) => {
    response.writeHead(200, { 'Request-ID': 'ABC-0' }).write(FILE.subarray(0, 900));
  };
  it.each([
    [
      '403 of another merchant’s address',
      failureAnswer(403, 'NO_AUTH'),
      { kind: 'refused', refusal: { reason: 'notAllowed' } },
    ],
    [
      '400 of a wrong signature',
      failureAnswer(401, 'SIGN_ERROR'),
      { kind: 'refused', refusal: { reason: 'signature' } },
    ],
    ['500', failureAnswer(500, 'SYSTEM_ERROR'), { kind: 'unknown', cause: 'serverError' }],
    ['404 without a body', plainAnswer(404, ''), { kind: 'unknown', cause: 'malformedReply' }],
    [
      'a failure larger than any',
      plainAnswer(404, 'x'.repeat(100_000)),
      { kind: 'unknown', cause: 'malformedReply' },
    ],
    ['a reset', resets, { kind: 'unknown', cause: 'network', detail: 'ECONNRESET' }],
    ['silence', neverAnswers, { kind: 'unknown', cause: 'timeout' }],
    ['silence in the middle', stalls, { kind: 'unknown', cause: 'timeout' }],
  ])('but %s ends as every call does', async (_name, answer, end) => {
    far.answerWith(answer);
    expect(await bills({ timeoutMs: 150 }).readTrades(ready(), TALLY)).toMatchObject(end);
    expect(far.seen).toHaveLength(1);
  });
});
