import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AFTER_UNKNOWN,
  conclude,
  ERROR_TABLE,
  type Operation,
} from '../../../../cloudfunctions/adapters/wechat-pay/errors';

const OPERATIONS = Object.keys(AFTER_UNKNOWN) as readonly Operation[];
const judge = (
  status: number,
  code: string | undefined,
  operation: Operation = 'query',
  requestId = 'a-1',
) => {
  const conclusion = conclude({ operation, status, code, requestId });
  return conclusion.kind === 'refused' ? conclusion.reason : `unknown ${conclusion.cause}`;
};

describe('error table', () => {
  const codes = [...new Set(ERROR_TABLE.flatMap((row) => row.codes))];
  it.each(codes)('answers for %s in any spelling as its first row says, at every call', (code) => {
    const bare = (text: string) => text.replace(/_/g, '').replace(/S$/, '');
    for (const operation of OPERATIONS) {
      const row = ERROR_TABLE.find(
        (one) =>
          one.codes.some((spelling) => bare(spelling) === bare(code)) &&
          (one.operations?.includes(operation) ?? true),
      );
      for (const spelling of [code, code.toLowerCase(), code.replace(/_/g, ''), `${bare(code)}s`]) {
        const told = conclude({ operation, status: row?.status ?? 400, code: spelling, requestId: '' });
        expect(told).toEqual(row?.conclusion ?? { kind: 'refused', reason: 'other', advice: 'query' });
      }
    }
  });

  const numbers = [...new Set(ERROR_TABLE.flatMap((row) => row.numbers ?? []))];
  it.each(numbers)('lets the number %s behind Request-ID speak where the code is a general one', (number) => {
    for (const operation of OPERATIONS) {
      const row = ERROR_TABLE.find(
        (one) => one.numbers?.includes(number) && (one.operations?.includes(operation) ?? true),
      );
      const reply = { operation, status: row?.status ?? 400, code: 'INVALID_REQUEST' };
      const told = conclude({ ...reply, requestId: `08F78BB5-${number}` });
      expect(told).toEqual(row?.conclusion ?? conclude({ ...reply, requestId: '' }));
      expect(conclude({ ...reply, code: 'SIGN_ERROR', requestId: `08-${number}` })).toMatchObject({
        reason: 'signature',
      });
    }
  });

  it.each([
    [404, 'ORDER_NOT_EXIST', 'orderNotExist'],
    [404, 'ORDERNOTEXIST', 'orderNotExist'],
    [404, 'ORDER_NOT_EXISTS', 'orderNotExist'],
    [400, 'ORDER_NOT_EXIST', 'other'],
    [400, 'ORDERPAID', 'orderPaid'],
    [403, 'ORDER_PAID', 'orderPaid'],
    [400, 'ORDER_CLOSED', 'orderClosed'],
    [400, 'ORDERCLOSED', 'orderClosed'],
    [403, 'OUT_TRADE_NO_USED', 'outTradeNoUsed'],
    [401, 'SIGN_ERROR', 'signature'],
    [401, 'SIGNERROR', 'signature'],
    [400, 'PARAM_ERROR', 'parameter'],
    [400, 'INVALID_REQUEST', 'parameter'],
    [400, 'APPID_MCHID_NOT_MATCH', 'notAllowed'],
    [400, 'MCH_NOT_EXISTS', 'notAllowed'],
    [404, 'MCH_NOT_EXISTS', 'notAllowed'],
    [403, 'NO_AUTH', 'notAllowed'],
    [403, 'NOAUTH', 'notAllowed'],
    [403, 'RULE_LIMIT', 'notAllowed'],
    [403, 'RULELIMIT', 'notAllowed'],
    [403, 'NOTENOUGH', 'notEnough'],
    [403, 'USER_ACCOUNT_ABNORMAL', 'payerAccount'],
    [400, 'AUTHCODEEXPIRE', 'authCode'],
    [400, 'ORDERREVERSED', 'orderClosed'],
    [429, 'FREQUENCY_LIMITED', 'rateLimited'],
    [429, 'RATELIMIT_EXCEEDED', 'rateLimited'],
    [429, 'SOMETHING_ELSE', 'rateLimited'],
    [403, 'TRADE_ERROR', 'other'],
    [404, 'RESOURCE_NOT_EXISTS', 'other'],
    [418, 'NEVER_SEEN', 'other'],
    [400, 'SYSTEM_ERROR', 'unknown serverError'],
    [400, 'SYSTEMERROR', 'unknown serverError'],
    [400, 'BANKERROR', 'unknown serverError'],
    [400, 'USERPAYING', 'unknown serverError'],
  ])('takes %d %s for %s', (status, code, conclusion) => {
    expect(judge(status, code)).toBe(conclusion);
  });

  it.each([500, 502, 503, 504, 599])('takes %d for unknown whatever the code', (status) => {
    for (const code of [undefined, 'SYSTEM_ERROR', 'ORDERPAID', 'OPENID_MISMATCH', 'ORDER_NOT_EXIST']) {
      expect(judge(status, code)).toBe('unknown serverError');
    }
  });

  it('takes a limited order for unknown, and a limited query or close for refused', () => {
    for (const code of ['FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED', 'NEW_SPELLING', undefined]) {
      expect(judge(429, code, 'create')).toBe('unknown serverError');
    }
    expect(judge(403, 'FREQUENCY_LIMITED', 'create')).toBe('unknown serverError');
    expect(judge(429, 'FREQUENCY_LIMITED', 'close')).toBe('rateLimited');
  });

  it.each([302, 400, 403, 404, 429])(
    'takes %d without a code for unknown: perhaps not WeChat Pay answered',
    (status) => {
      expect(judge(status, undefined)).toBe('unknown malformedReply');
    },
  );

  it.each([
    ['268449538', 'orderPaid'],
    ['268498689', 'orderPaid'],
    ['268447914', 'orderClosed'],
    ['268498688', 'outTradeNoUsed'],
    ['268435461', 'parameter'],
  ])('lets the internal code %s say more than a general code', (internal, reason) => {
    expect(judge(400, 'INVALID_REQUEST', 'create', `08F78BB5-${internal}`)).toBe(reason);
    expect(judge(400, 'SIGN_ERROR', 'create', `08F78BB5-${internal}`)).toBe('signature');
    expect(judge(500, 'SYSTEM_ERROR', 'create', `08F78BB5-${internal}`)).toBe('unknown serverError');
  });

  it.each<[Operation, number, string, string, string]>([
    ['query', 404, 'ORDER_NOT_EXIST', 'orderNotExist', 'retrySame'],
    ['close', 404, 'ORDERNOTEXIST', 'orderNotExist', 'giveUp'],
    ['reverse', 404, 'ORDER_NOT_EXISTS', 'orderNotExist', 'giveUp'],
    ['refund', 404, 'RESOURCE_NOT_EXISTS', 'orderNotExist', 'fix'],
    ['queryRefund', 404, 'RESOURCE_NOT_EXISTS', 'refundNotExist', 'retrySame'],
    ['queryRefund', 400, 'RESOURCE_NOT_EXISTS', 'other', 'query'],
    ['abnormalRefund', 404, 'RESOURCE_NOT_EXISTS', 'refundNotExist', 'fix'],
    ['refund', 403, 'NOT_ENOUGH', 'notEnough', 'wait'],
    ['createByCode', 403, 'NOTENOUGH', 'payerDeclined', 'giveUp'],
    ['refund', 403, 'USER_ACCOUNT_ABNORMAL', 'payerAccount', 'giveUp'],
    ['refund', 429, 'FREQUENCY_LIMITED', 'unknown serverError', 'wait'],
    ['refund', 429, 'ANY_OTHER', 'unknown serverError', 'wait'],
    ['queryRefund', 429, 'FREQUENCY_LIMITED', 'rateLimited', 'wait'],
    ['refund', 400, 'INVALID_REQUEST', 'parameter', 'query'],
    ['create', 400, 'INVALID_REQUEST', 'parameter', 'fix'],
    ['createByCode', 500, 'SYSTEM_ERROR', 'unknown serverError', 'query'],
    ['create', 500, 'SYSTEM_ERROR', 'unknown serverError', 'retrySame'],
    ['refund', 502, 'SYSTEM_ERROR', 'unknown serverError', 'retrySame'],
    ['close', 500, 'SYSTEM_ERROR', 'unknown serverError', 'query'],
    ['query', 401, 'NEVER_SEEN', 'signature', 'fix'],
    ['refund', 404, 'MCH_NOT_EXISTS', 'notAllowed', 'fix'],
  ])('advises after a %s that ended %d %s', (...row) => {
    const [operation, status, code, conclusion, advice] = row;
    expect(judge(status, code, operation)).toBe(conclusion);
    expect(conclude({ operation, status, code, requestId: '' }).advice).toBe(advice);
  });

  it('has an end and an advice for every status, code, number and call', () => {
    const spelling = fc.constantFrom(...codes);
    const any = fc.record({
      operation: fc.constantFrom(...OPERATIONS),
      status: fc.integer({ min: 100, max: 599 }),
      code: fc.option(fc.oneof(fc.string(), spelling, fc.constant('__proto__')), { nil: undefined }),
      requestId: fc.oneof(
        fc.string(),
        fc.constantFrom(...numbers).map((number) => `a-${number}`),
      ),
    });
    fc.assert(
      fc.property(any, (reply) => {
        const conclusion = conclude(reply);
        expect(['refused', 'unknown']).toContain(conclusion.kind);
        expect(['fix', 'query', 'retrySame', 'wait', 'giveUp']).toContain(conclusion.advice);
        // A new number may follow what does not exist, is paid or is closed: never on a word that was not sent so.
        if (reply.status < 400 || reply.status >= 500) expect(conclusion.kind).toBe('unknown');
        if (conclusion.kind === 'refused' && conclusion.reason.endsWith('NotExist'))
          expect(reply.status).toBe(404);
      }),
      { numRuns: 2_000 },
    );
  });
});
