import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conclude, ERROR_TABLE, type Operation } from '../../../../cloudfunctions/adapters/wechat-pay/errors';

const OPERATIONS: readonly Operation[] = ['create', 'query', 'close'];
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
  const rows = ERROR_TABLE.flatMap((row) => row.codes.map((code) => ({ code, row })));
  it.each(rows)('answers for $code in any spelling', ({ code, row }) => {
    const status = row.status ?? 400;
    for (const spelling of [code, code.toLowerCase(), code.replace(/_/g, '')]) {
      for (const operation of row.operations ?? OPERATIONS) {
        expect(conclude({ operation, status, code: spelling, requestId: '' })).toEqual(row.conclusion);
      }
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
    [403, 'NOTENOUGH', 'notAllowed'],
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

  it('has an end for every status, code and call', () => {
    const any = fc.record({
      operation: fc.constantFrom(...OPERATIONS),
      status: fc.integer({ min: 100, max: 599 }),
      code: fc.option(fc.string(), { nil: undefined }),
      requestId: fc.string(),
    });
    fc.assert(fc.property(any, (reply) => expect(['refused', 'unknown']).toContain(conclude(reply).kind)));
  });
});
