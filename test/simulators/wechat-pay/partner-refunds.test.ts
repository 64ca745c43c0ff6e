import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from './merchant-client';
import { unseal } from './merchant-client';
import type { Sealed } from './merchant-client';
import { postOrder } from './order-bodies';
import { createRefundWorld, MINUTE_MS, REFUNDS } from './refund-world';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const { pay, refund, tell } = createRefundWorld(fixture);
const sub = (): Record<string, unknown> => ({ sub_mchid: fixture.simulator.merchant.subMchid });

/** One order of the service provider's customer, and one of its own. */
beforeEach(async () => {
  await postOrder(fixture, { product: 'jsapi', mode: 'partner' }, { out_trade_no: 'PARTNER1' });
  await tell('/payments', { out_trade_no: 'PARTNER1' });
  await pay('DIRECT01');
});

const refusal = ({ status, json }: Answer): unknown[] => [status, json['code']];

describe('a refund of a service provider', () => {
  it('names the sub merchant, and is found by it', async () => {
    const answer = await refund('PARTNER1', 'R-PARTNER1', 40, sub());
    const { subMchid } = fixture.simulator.merchant;
    const path = `${REFUNDS}/R-PARTNER1`;
    expect(answer.json).toMatchObject({ out_trade_no: 'PARTNER1', status: 'PROCESSING' });
    expect((await fixture.client.call('GET', `${path}?sub_mchid=${subMchid}`)).json).toEqual(answer.json);
    expect(refusal(await fixture.client.call('GET', path))).toEqual([404, 'RESOURCE_NOT_EXISTS']);
  });

  it('is notified with both numbers', async () => {
    await refund('PARTNER1', 'R-PARTNER2', 40, sub());
    await fixture.simulator.clock.advance(MINUTE_MS);
    const notice = fixture.receiver.received.find(({ json }) => json['event_type'] === 'REFUND.SUCCESS');
    const plain = unseal(fixture.simulator.merchant.apiV3Key, notice!.json['resource'] as Sealed);
    const { mchid, subMchid } = fixture.simulator.merchant;
    expect(JSON.parse(plain)).toMatchObject({
      sp_mchid: mchid,
      sub_mchid: subMchid,
      refund_status: 'SUCCESS',
    });
    expect(JSON.parse(plain)).not.toHaveProperty('mchid');
  });

  it('is refused without the sub merchant of the order, and with one for an order of its own', async () => {
    expect(refusal(await refund('PARTNER1', 'R-PARTNER3', 1))).toEqual([400, 'PARAM_ERROR']);
    const strange = await refund('DIRECT01', 'R-PARTNER3', 1, sub());
    expect(refusal(strange)).toEqual([400, 'INVALID_REQUEST']);
    expect(strange.headers['request-id']).toMatch(/-268447845$/);
  });

  it('is paid by the sub merchant', async () => {
    const { subMchid } = fixture.simulator.merchant;
    await tell('/balance', { mchid: subMchid, unsettled: 0 });
    expect(refusal(await refund('PARTNER1', 'R-PARTNER4', 100, sub()))).toEqual([403, 'NOT_ENOUGH']);
    await tell('/balance', { mchid: subMchid, unsettled: 100 });
    expect((await refund('PARTNER1', 'R-PARTNER4', 100, sub())).status).toBe(200);
    expect((await tell('/balance', {})).json).toMatchObject({ unsettled: 99 });
  });
});
