import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWechatPayBills } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/bills';
import type {
  BillRequest,
  Bills,
  FundFlowBillRequest,
  TradeBillRequest,
} from '../../../../../cloudfunctions/ports/bills';
import { FLOW, fundFlowBill, PAYMENT, REFUND, tradeBill } from '../../../../fixtures/bill-file';
import {
  type Answer,
  clock,
  type FarSide,
  gatewayConfig,
  NOW_SECONDS,
  signedAnswer,
  signedHeaders,
  startFarSide,
} from '../merchant-world';

const TRADE: TradeBillRequest = { kind: 'trade', type: 'all', date: '2024-08-04' };
const FLOWS: FundFlowBillRequest = { kind: 'fundFlow', account: 'basic', date: '2024-08-04' };
const TRADES = tradeBill('ALL', [PAYMENT, REFUND]);
const FUNDS = fundFlowBill([FLOW]);
const COUNT = { start: () => 0, add: (rows: number) => rows + 1 };

let far: FarSide;
let bills: Bills;
beforeAll(async () => {
  far = await startFarSide();
  let nonces = 0;
  const config = gatewayConfig(far.baseUrl, { timeoutMs: 1_000 });
  bills = createWechatPayBills(config, { clock, nonce: () => `n${(nonces += 1)}` });
});
afterAll(() => far.close());

const answer =
  (status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): Answer =>
  (response) =>
    void response.writeHead(status, { ...headers }).end(body);

/** A bill that is ready, at an address of the far side. */
function readyOf<Request extends BillRequest>(request: Request, file: Buffer) {
  const value = createHash('sha1').update(file).digest('hex');
  const downloadUrl = `${far.baseUrl}/v3/billdownload/file?token=a`;
  return { request, hash: { type: 'SHA1', value } as const, downloadUrl, givenAtMs: NOW_SECONDS * 1000 };
}

const readTrades = (with_: Answer) => {
  far.answerWith(with_);
  return bills.readTrades(readyOf(TRADE, TRADES), COUNT);
};
const readFunds = (with_: Answer) => {
  far.answerWith(with_);
  return bills.readFundFlow(readyOf(FLOWS, FUNDS), COUNT);
};

const anyStatus = fc.oneof(
  fc.constantFrom(200, 202, 301, 400, 403, 404, 429, 500),
  fc.integer({ min: 200, max: 599 }),
);
/** 204 and 304 have no body to be wrong. */
const withBody = anyStatus.filter((status) => ![204, 205, 304].includes(status));
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 600 }),
  fc.json().map((json) => Buffer.from(json)),
  fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
);

/** A file that was cut, doubled, or had bytes put in or taken out; never the file itself. */
function spoilt(file: Buffer): fc.Arbitrary<Buffer> {
  const at = fc.nat(file.length - 1);
  return fc
    .oneof(
      at.map((end) => file.subarray(0, end)),
      fc
        .tuple(at, anyBytes)
        .map(([from, more]) => Buffer.concat([file.subarray(0, from), more, file.subarray(from)])),
      fc.tuple(at, fc.integer({ min: 1, max: 40 })).map(([from, less]) => {
        return Buffer.concat([file.subarray(0, from), file.subarray(from + less)]);
      }),
      fc.constant(Buffer.concat([file, file])),
      anyBytes.map((bytes) => Buffer.from(bytes)),
    )
    .filter((bytes) => !bytes.equals(file));
}

describe('asking for a bill', () => {
  it.each([
    ['trade', TRADE],
    ['fund-flow', FLOWS],
  ] as const)(
    'of the %s kind ends whatever comes, and is never ready unless well signed',
    async (_kind, request) => {
      const good = Buffer.from(
        JSON.stringify({
          hash_type: 'SHA1',
          hash_value: '0'.repeat(40),
          download_url: `${far.baseUrl}/v3/billdownload/file?token=a`,
        }),
      );
      far.answerWith(signedAnswer(good.toString()));
      expect((await bills.request(request)).kind).toBe('ready');
      const [serial = '', , timestamp = '', nonce = ''] = Object.values(signedHeaders(good));
      const codes = fc.constantFrom('STATEMENT_CREATING', 'NO_STATEMENT_EXIST', '__proto__', '');
      const failure = codes.map((code) => Buffer.from(JSON.stringify({ code, message: {} })));
      const headers = fc.dictionary(
        fc.constantFrom(
          'wechatpay-serial',
          'wechatpay-signature',
          'wechatpay-timestamp',
          'wechatpay-nonce',
          'request-id',
        ),
        fc.oneof(fc.stringMatching(/^[\x21-\x7e]{1,60}$/), fc.constantFrom(serial, timestamp, nonce)),
      );
      const bodies = fc.oneof(anyBytes, fc.constant(good), failure);
      await fc.assert(
        fc.asyncProperty(
          withBody.filter((status) => status < 500),
          bodies,
          headers,
          async (status, body, given) => {
            far.answerWith(answer(status, given, body));
            const { kind } = await bills.request(request);
            expect(['none', 'notYet', 'refused', 'unknown']).toContain(kind);
            if (status < 400) expect(kind).toBe('unknown');
          },
        ),
        { numRuns: 60 },
      );
    },
  );
});

describe('a file', () => {
  it('is read when it is right, so that what follows can fail', async () => {
    expect((await readTrades(answer(200, {}, TRADES))).kind).toBe('read');
    expect((await readFunds(answer(200, {}, gzipSync(FUNDS)))).kind).toBe('read');
  });

  it.each([
    ['trade', TRADES, readTrades],
    ['fund-flow', FUNDS, readFunds],
  ] as const)(
    'of the %s kind that is not the one announced is never read, packed or not',
    async (_kind, file, read) => {
      await fc.assert(
        fc.asyncProperty(spoilt(file), fc.boolean(), async (bytes, packed) => {
          expect((await read(answer(200, {}, packed ? gzipSync(bytes) : bytes))).kind).toBe('defective');
        }),
        { numRuns: 60 },
      );
    },
  );

  it('is never read under a status that is no success, whatever comes with it', async () => {
    // A failure of theirs is asked for once more, after a pause; others are enough here.
    const failures = withBody.filter((status) => status > 200 && status < 500);
    await fc.assert(
      fc.asyncProperty(failures, fc.oneof(anyBytes, fc.constant(TRADES)), async (status, body) => {
        expect(['refused', 'unknown', 'notReady', 'defective']).toContain(
          (await readTrades(answer(status, {}, body))).kind,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('of one line without an end is let go of while it comes', async () => {
    const zeros = gzipSync(Buffer.alloc(30_000_000));
    expect(await readTrades(answer(200, {}, zeros))).toMatchObject({ kind: 'defective' });
  });
});
