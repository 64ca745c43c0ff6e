import { describe, expect, it } from '@jest/globals';
import { isSigned, unseal } from './merchant-client';
import type { Sealed } from './merchant-client';
import { createRefundWorld, MINUTE_MS } from './refund-world';
import { PLAIN, useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const { pay, refund, query, tell } = createRefundWorld(fixture);
const HOUR_MS = 60 * MINUTE_MS;

/** Pays, lets the payment's own notification go by, and applies for a refund. */
async function begin(outTradeNo: string, change: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await pay(outTradeNo);
  await tell('/notifications/deliver', { all: true });
  fixture.receiver.received.length = 0;
  const answer = await refund(outTradeNo, `R-${outTradeNo}`, 40, change);
  expect(answer.status).toBe(200);
}

const plaintext = (resource: unknown): unknown =>
  JSON.parse(unseal(fixture.simulator.merchant.apiV3Key, resource as Sealed));

async function shown(): Promise<
  readonly { readonly state: string; readonly out_refund_no: string | null }[]
> {
  const answer = await fixture.client.control('GET', '/notifications');
  return answer.json['notifications'] as Awaited<ReturnType<typeof shown>>;
}

describe('a refund notification', () => {
  it.each([
    ['success', 'REFUND.SUCCESS', '退款成功'],
    ['abnormal', 'REFUND.ABNORMAL', '退款异常'],
    ['closed', 'REFUND.CLOSED', '退款关闭'],
  ])('tells of %s', async (outcome, eventType, summary) => {
    await tell('/refunds', { outcome });
    await begin('RNOTE001');
    await fixture.simulator.clock.advance(MINUTE_MS);
    const [notice, ...others] = fixture.receiver.received;
    expect(others).toEqual([]);
    expect(isSigned(fixture.simulator, notice!.headers, notice!.body)).toBe(true);
    expect(notice!.json).toMatchObject({
      event_type: eventType,
      resource_type: 'encrypt-resource',
      summary,
      resource: { original_type: 'refund', algorithm: 'AEAD_AES_256_GCM', associated_data: 'refund' },
    });
    const queried = (await query('R-RNOTE001')).json;
    expect(plaintext(notice!.json['resource'])).toEqual({
      mchid: fixture.simulator.merchant.mchid,
      out_trade_no: 'RNOTE001',
      transaction_id: queried['transaction_id'],
      out_refund_no: 'R-RNOTE001',
      refund_id: queried['refund_id'],
      refund_status: queried['status'],
      ...(outcome === 'success' ? { success_time: queried['success_time'] } : {}),
      user_received_account: queried['user_received_account'],
      amount: { total: 100, refund: 40, payer_total: 100, payer_refund: 40 },
    });
  });

  it('is not sent before the end, nor without a notify_url', async () => {
    await begin('RNOTE002', { notify_url: undefined });
    await fixture.simulator.clock.advance(MINUTE_MS);
    await begin('RNOTE003');
    expect(fixture.receiver.received).toEqual([]);
    expect((await query('R-RNOTE002')).json['status']).toBe('SUCCESS');
    // The two payments were notified, and nothing else is waiting to be.
    expect((await shown()).map(({ out_refund_no: number }) => number)).toEqual([null, null]);
  });

  it.each([
    ['empty', ''],
    ['absent', undefined],
  ])('may have its associated_data %s', async (callbackAssociatedData, expected) => {
    await tell('/settings', { variations: { ...PLAIN, callbackAssociatedData } });
    await begin('RNOTE004');
    await fixture.simulator.clock.advance(MINUTE_MS);
    const resource = fixture.receiver.received[0]!.json['resource'] as Sealed;
    expect(resource.associated_data).toBe(expected);
    expect(plaintext(resource)).toMatchObject({ refund_status: 'SUCCESS' });
  });

  it('climbs the ladder until it is received', async () => {
    await begin('RNOTE005');
    fixture.receiver.answer = { status: 500 };
    await fixture.simulator.clock.advance(MINUTE_MS + 20_000);
    expect(fixture.receiver.received).toHaveLength(2);
    fixture.receiver.answer = { status: 204 };
    await fixture.simulator.clock.advance(24 * HOUR_MS);
    expect(fixture.receiver.received).toHaveLength(3);
    expect((await shown()).at(-1)).toMatchObject({ state: 'received', out_refund_no: 'R-RNOTE005' });
  });

  it('lost for good changes nothing about the refund', async () => {
    await begin('RNOTE006');
    await tell('/faults', { kind: 'lose', endpoint: 'notifications' });
    await fixture.simulator.clock.advance(24 * HOUR_MS);
    expect([fixture.receiver.received, (await shown()).at(-1)]).toMatchObject([[], { state: 'lost' }]);
    expect((await query('R-RNOTE006')).json['status']).toBe('SUCCESS');
  });

  it('may come twice, with one id', async () => {
    await begin('RNOTE007');
    await tell('/faults', { kind: 'duplicate', endpoint: 'notifications' });
    await fixture.simulator.clock.advance(MINUTE_MS);
    const { received } = fixture.receiver;
    expect([received.length, new Set(received.map(({ json }) => json.id)).size]).toEqual([2, 1]);
  });

  it('may come before the payment it gives back', async () => {
    await tell('/faults', { kind: 'lose', endpoint: 'notifications' });
    await pay('RNOTE008');
    await tell('/notifications/deliver', {});
    await refund('RNOTE008', 'R-RNOTE008', 100);
    await fixture.simulator.clock.advance(MINUTE_MS);
    const [payment] = await shown();
    await tell('/notifications/deliver', { id: (payment as { readonly id?: string }).id });
    const kinds = fixture.receiver.received.map(({ json }) => json['event_type']);
    expect(kinds).toEqual(['REFUND.SUCCESS', 'TRANSACTION.SUCCESS']);
  });

  it('may name another amount by a fault', async () => {
    await begin('RNOTE009');
    await tell('/faults', { kind: 'wrongAmount', endpoint: 'notifications', total: 41 });
    await fixture.simulator.clock.advance(MINUTE_MS);
    const resource = fixture.receiver.received[0]!.json['resource'];
    expect(plaintext(resource)).toMatchObject({ amount: { total: 100, refund: 41, payer_refund: 41 } });
  });
});
