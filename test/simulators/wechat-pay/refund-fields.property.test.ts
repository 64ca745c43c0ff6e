import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FieldTable } from '../../../simulators/wechat-pay/checks/field-rule';
import { ABNORMAL_REFUND_FIELDS, REFUND_FIELDS } from '../../../simulators/wechat-pay/checks/refund-fields';
import { breaking, expectRefusal, JUNK, percentEncoded } from './broken-fields';
import type { Answer } from './merchant-client';
import { createRefundWorld, REFUNDS } from './refund-world';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const { pay, refund, body, tell, query } = createRefundWorld(fixture);

/** A refund that turned abnormal, so that either body could do something. */
beforeEach(async () => {
  await pay('FIELDS01');
  await pay('FIELDS02');
  await tell('/refunds', { outcome: 'abnormal' });
  const { json } = await refund('FIELDS02', 'R-FIELDS02', 100);
  abnormal = `${REFUNDS}/${String(json['refund_id'])}/apply-abnormal-refund`;
  await fixture.simulator.clock.advance(60_000);
});
let abnormal = '';

/** Nothing sent here may have given money back. */
afterEach(async () => {
  const { json } = await fixture.client.control('GET', '/state');
  const refunds = json['refunds'] as readonly { readonly refund: number; readonly out_trade_no: string }[];
  const ofOne = refunds.filter(({ out_trade_no: number }) => number === 'FIELDS01');
  expect(ofOne.reduce((sum, { refund: amount }) => sum + amount, 0)).toBeLessThanOrEqual(100);
});

interface Subject {
  readonly name: string;
  readonly fields: FieldTable;
  readonly path: () => string;
  readonly whole: () => Record<string, unknown>;
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'a refund',
    fields: REFUND_FIELDS,
    path: () => REFUNDS,
    whole: () => body('FIELDS01', 'R-FIELDS01', 10),
  },
  {
    name: 'an abnormal refund',
    fields: ABNORMAL_REFUND_FIELDS,
    path: () => abnormal,
    whole: () => ({ out_refund_no: 'R-FIELDS02', type: 'MERCHANT_BANK_CARD' }),
  },
];

const post = (path: string, sent: unknown): Promise<Answer> =>
  fixture.client.call('POST', path, {
    body: sent,
    headers: { 'Wechatpay-Serial': fixture.simulator.merchant.platformSerialNo },
  });

describe.each(SUBJECTS)('the body of $name', ({ fields, path, whole }) => {
  const rules = Object.entries(fields);

  it('is refused when any one member breaks its rule', async () => {
    const broken = fc
      .constantFrom(...rules)
      .chain(([name, rule]) => breaking(rule).map((value) => [name, value] as const));
    await fc.assert(
      fc.asyncProperty(broken, async ([name, value]) => {
        const answer = await post(path(), { ...whole(), [name]: value });
        expectRefusal(answer);
        expect(answer.status).toBe(400);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused without a member it requires', async () => {
    for (const [name] of rules.filter(([, rule]) => rule.required === true)) {
      expectRefusal(await post(path(), { ...whole(), [name]: undefined }));
    }
  });

  it('is never answered 500, and never left unanswered, whatever is sent', async () => {
    const bodies = fc.oneof(
      JUNK,
      fc
        .dictionary(fc.constantFrom(...rules.map(([name]) => name), 'extra'), JUNK, { maxKeys: 4 })
        .map((change) => ({ ...whole(), ...change })),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (sent) => {
        const answer = await post(path(), sent);
        if (answer.status !== 200 && answer.status !== 429) expectRefusal(answer);
      }),
      { numRuns: 60 },
    );
  });
});

describe('paths and queries', () => {
  it('are never answered 500, whatever stands in them', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 80 }));
    const encoded = text.filter((value) => !/\p{Surrogate}/u.test(value)).map(percentEncoded);
    const paths = fc.oneof(
      encoded.map((no) => `${REFUNDS}/${no}`),
      encoded.map((no) => `${REFUNDS}/R-FIELDS02?sub_mchid=${no}`),
      encoded.map((date) => `/v3/bill/tradebill?bill_date=${date}`),
      fc
        .tuple(encoded, encoded)
        .map(([type, tar]) => `/v3/bill/fundflowbill?account_type=${type}&tar_type=${tar}`),
      encoded.map((token) => `/v3/billdownload/file?token=${token}`),
    );
    await fc.assert(
      fc.asyncProperty(paths, async (path) => {
        const answer = await fixture.client.call('GET', path);
        expect([200, 400, 403, 404]).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
    expect((await query('R-FIELDS02')).status).toBe(200);
  });
});
