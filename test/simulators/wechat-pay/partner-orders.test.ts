import { describe, expect, it } from '@jest/globals';
import { unseal } from './merchant-client';
import type { Answer, Sealed } from './merchant-client';
import {
  closeOrder,
  issueCode,
  orderRoot,
  parties,
  postOrder,
  queryOrder,
  reverseOrder,
  SHEET_PRODUCTS,
} from './order-bodies';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const JSAPI = { product: 'jsapi', mode: 'partner' } as const;

const pay = (body: object): Promise<Answer> => fixture.client.control('POST', '/payments', body);

async function refusal(answer: Promise<Answer>): Promise<unknown> {
  const { status, json, headers } = await answer;
  return [status, json['code'], headers['request-id']?.replace(/^.*-/, '')];
}

describe('an order of a service provider', () => {
  it.each(SHEET_PRODUCTS)('by %s is notified with the members of both merchants', async (product) => {
    const { receiver, simulator } = fixture;
    await postOrder(fixture, { product, mode: 'partner' }, { attach: 'a' });
    await pay({ out_trade_no: 'ORDER001' });
    await fixture.client.control('POST', '/notifications/deliver', {});
    const resource = receiver.received[0]?.json['resource'] as Sealed;
    const plaintext = JSON.parse(unseal(simulator.merchant.apiV3Key, resource)) as Record<string, unknown>;
    expect(plaintext).toMatchObject({
      ...parties(simulator.merchant, 'partner'),
      trade_type: product === 'h5' ? 'MWEB' : product.toUpperCase(),
      payer: { sp_openid: expect.any(String), sub_openid: expect.any(String) },
      attach: 'a',
    });
    expect(plaintext).not.toHaveProperty('appid');
    expect(plaintext).not.toHaveProperty('mchid');
    expect((await queryOrder(fixture, 'partner', 'ORDER001')).json).toEqual(plaintext);
  });

  it('is found by transaction_id as well', async () => {
    await postOrder(fixture, JSAPI);
    const { transaction_id: id } = (await pay({ out_trade_no: 'ORDER001' })).json;
    const { mchid, subMchid } = fixture.simulator.merchant;
    const path = `${orderRoot('partner')}/id/${String(id)}?sp_mchid=${mchid}&sub_mchid=${subMchid}`;
    expect((await fixture.client.call('GET', path)).json['out_trade_no']).toBe('ORDER001');
  });

  it('shows no sub_appid and no sub_openid where it names none', async () => {
    await postOrder(fixture, JSAPI, { sub_appid: undefined });
    await pay({ out_trade_no: 'ORDER001' });
    const { json } = await queryOrder(fixture, 'partner', 'ORDER001');
    expect([json['sub_appid'], json['payer']]).toEqual([undefined, { sp_openid: 'oShopper_1' }]);
  });

  it('may name its payer under the sub merchant, who then opens the sheet', async () => {
    const answer = await postOrder(fixture, JSAPI, { payer: { sub_openid: 'oSub_1' } });
    const prepayId = String(answer.json['prepay_id']);
    // The client signs with the service provider's appid: the sheet wants the sub merchant's.
    const verdict = await fixture.client.control(
      'POST',
      '/pay-sign/verify',
      fixture.client.paySign(prepayId),
    );
    expect(verdict.json['shown']).toBe('商户传入的APPID参数不正确');
    expect((await pay({ prepay_id: prepayId, openid: 'oOther' })).status).toBe(409);
    await pay({ prepay_id: prepayId, openid: 'oSub_1' });
    expect((await queryOrder(fixture, 'partner', 'ORDER001')).json['payer']).toEqual({
      sp_openid: expect.stringMatching(/^o[\w-]{27}$/),
      sub_openid: 'oSub_1',
    });
  });

  it.each([
    ['no openid', { payer: {} }, [400, 'PARAM_ERROR', '268501013']],
    [
      'sub_openid without sub_appid',
      { payer: { sub_openid: 'oSub_1' }, sub_appid: undefined },
      [400, 'PARAM_ERROR', '268435461'],
    ],
    ['the openid of a direct order', { payer: { openid: 'o1' } }, [400, 'PARAM_ERROR', '270924358']],
    ['another sp_mchid', { sp_mchid: '1999999999' }, [400, 'PARAM_ERROR', '268447843']],
    ['no sub_mchid', { sub_mchid: undefined }, [400, 'PARAM_ERROR', '268435461']],
    ['a sub_mchid that is no number', { sub_mchid: '0abc' }, [400, 'PARAM_ERROR', '268435461']],
    ['a sub_mchid of nobody', { sub_mchid: '1888888888' }, [400, 'PARAM_ERROR', '268443701']],
    ['another sp_appid', { sp_appid: 'wxffffffffffffffff' }, [400, 'APPID_MCHID_NOT_MATCH', '268445527']],
    ['another sub_appid', { sub_appid: 'wxffffffffffffffff' }, [400, 'APPID_MCHID_NOT_MATCH', '268445527']],
  ])('is refused with %s', async (_name, change, expected) => {
    expect(await refusal(postOrder(fixture, JSAPI, change))).toEqual(expected);
    expect((await queryOrder(fixture, 'partner', 'ORDER001')).status).toBe(404);
  });

  it('cannot have its service provider as its sub merchant', async () => {
    const { mchid } = fixture.simulator.merchant;
    expect(await refusal(postOrder(fixture, JSAPI, { sub_mchid: mchid }))).toEqual([
      400,
      'PARAM_ERROR',
      '268443705',
    ]);
  });

  it('shares its numbers with the orders of its own merchant', async () => {
    await postOrder(fixture, { product: 'jsapi', mode: 'direct' });
    expect(await refusal(postOrder(fixture, JSAPI))).toEqual([403, 'OUT_TRADE_NO_USED', '268498688']);
  });

  it('is closed by its own path, and found by no other', async () => {
    await postOrder(fixture, JSAPI);
    expect(await refusal(closeOrder(fixture, 'direct', 'ORDER001'))).toEqual([
      404,
      'ORDER_NOT_EXIST',
      '268447843',
    ]);
    expect(await refusal(queryOrder(fixture, 'direct', 'ORDER001'))).toEqual([
      404,
      'ORDER_NOT_EXIST',
      '268447843',
    ]);
    const closed = await closeOrder(fixture, 'partner', 'ORDER001');
    expect([closed.status, closed.text]).toEqual([204, '']);
    expect((await queryOrder(fixture, 'partner', 'ORDER001')).json['trade_state']).toBe('CLOSED');
  });

  it('hides a direct order in turn', async () => {
    await fixture.client.place('ORDER001');
    const expected = [404, 'ORDER_NOT_EXIST', '268447845'];
    expect(await refusal(queryOrder(fixture, 'partner', 'ORDER001'))).toEqual(expected);
    expect(await refusal(closeOrder(fixture, 'partner', 'ORDER001'))).toEqual(expected);
    expect(await refusal(reverseOrder(fixture, 'partner', 'ORDER001'))).toEqual(expected);
  });

  it('may leave sp_appid and sub_appid out with a payment code', async () => {
    const code = await issueCode(fixture, { openid: 'oCounter' });
    const change = { sp_appid: undefined, sub_appid: undefined, payer: { auth_code: code } };
    const answer = await postOrder(fixture, { product: 'codepay', mode: 'partner' }, change);
    expect([answer.status, answer.json['sp_appid'], answer.json['payer']]).toEqual([
      200,
      undefined,
      { sp_openid: 'oCounter' },
    ]);
  });
});

describe('the query of a service provider', () => {
  it.each([
    ['sub_mchid=SUB', '输入源“/query/sp_mchid”映射到字段“服务商户号”必填性规则校验失败，此字段为必填项'],
    ['sp_mchid=SP', '输入源“/query/sub_mchid”映射到字段“子商户号”必填性规则校验失败，此字段为必填项'],
    ['sp_mchid=SP&sub_mchid=SUB&mchid=SP', '请求中含有未在API文档中定义的参数'],
    ['sp_mchid=1999999999&sub_mchid=SUB', 'http header中的mchid与post payload中的mchid不匹配'],
    ['sp_mchid=SP&sub_mchid=1888888888', '受理关系不存在'],
  ])('is refused with ?%s', async (query, message) => {
    await postOrder(fixture, JSAPI);
    const { mchid, subMchid } = fixture.simulator.merchant;
    const filled = query.replaceAll('SP', mchid).replaceAll('SUB', subMchid);
    const answer = await fixture.client.call(
      'GET',
      `${orderRoot('partner')}/out-trade-no/ORDER001?${filled}`,
    );
    expect([answer.status, answer.json['code'], answer.json['message']]).toEqual([
      400,
      'PARAM_ERROR',
      message,
    ]);
  });

  it('points at an unknown member as captured from the live service', async () => {
    const { mchid } = fixture.simulator.merchant;
    const path = `/v3/pay/transactions/out-trade-no/ORDER001?mchid=${mchid}&sub_mch_id=1`;
    expect((await fixture.client.call('GET', path)).text).toBe(
      '{"code":"PARAM_ERROR","detail":{"location":null,"value":["/query/sub_mch_id"]},"message":"请求中含有未在API文档中定义的参数"}',
    );
  });
});

describe('a combined order', () => {
  it.each([
    ['POST', '/v3/combine-transactions/jsapi'],
    ['POST', '/v3/combine-transactions/native'],
    ['POST', '/v3/combine-transactions/h5'],
    ['POST', '/v3/combine-transactions/app'],
    ['GET', '/v3/combine-transactions/out-trade-no/ORDER001'],
    ['POST', '/v3/combine-transactions/out-trade-no/ORDER001/close'],
  ])('is a product this merchant does not have: %s %s', async (method, path) => {
    const answer = await fixture.client.call(method, path, method === 'POST' ? { body: {} } : {});
    expect([answer.status, answer.json['code']]).toEqual([403, 'NO_AUTH']);
  });
});
