import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RefundRequest } from '../../cloudfunctions/ports/payment-gateway';
import { fen } from '../../miniprogram/contract/money';
import type { GatewayUnderTest } from './payment-gateway-under-test';

const TOTAL = fen(12_800);

/** The promises about giving money back. */
export function describeRefunds(played: () => GatewayUnderTest): void {
  describe('refunds', () => {
    let world: GatewayUnderTest;
    let outTradeNo: string;
    let run = 0;
    beforeEach(async () => {
      world = played();
      outTradeNo = `20260102030405refund${String(++run).padStart(4, '0')}`;
      const payBeforeMs = world.nowMs() + 30 * 60_000;
      const order = { outTradeNo, description: '茶', amount: TOTAL, openid: 'o-contract', payBeforeMs };
      await world.gateway.create({ ...order, scene: 'miniProgram' });
      await world.pay(outTradeNo);
    });
    const request = (changes: Partial<RefundRequest> = {}): RefundRequest => ({
      outRefundNo: `R${outTradeNo}`,
      payment: { outTradeNo },
      total: TOTAL,
      amount: fen(2_800),
      ...changes,
    });

    it('takes a refund in, and says the same when it comes again', async () => {
      const first = await world.gateway.refund(request({ reason: '少发一件' }));
      expect(first).toMatchObject({
        kind: 'accepted',
        value: { outRefundNo: `R${outTradeNo}`, outTradeNo, total: TOTAL, amount: fen(2_800) },
      });
      const again = await world.gateway.refund(request({ reason: '少发一件' }));
      expect(again).toMatchObject({ kind: 'accepted', value: first.kind === 'accepted' ? first.value : {} });
      expect(await world.gateway.queryRefund(`R${outTradeNo}`)).toMatchObject({
        value: { state: 'processing' },
      });
      expect(await world.gateway.query(outTradeNo)).toMatchObject({
        value: { state: 'succeeded', refunded: true },
      });
    });

    it('takes one in by the number of the gateway', async () => {
      const paid = await world.gateway.query(outTradeNo);
      if (paid.kind !== 'accepted' || paid.value.state !== 'succeeded') throw new Error('not paid');
      const { transactionId } = paid.value;
      const outcome = await world.gateway.refund(request({ payment: { transactionId } }));
      expect(outcome).toMatchObject({ kind: 'accepted', value: { transactionId } });
    });

    it.each(['succeeded', 'closed', 'abnormal'] as const)(
      'tells by query and by notification that it %s',
      async (end) => {
        await world.gateway.refund(request());
        await world.endRefund(`R${outTradeNo}`, end);
        const asked = await world.gateway.queryRefund(`R${outTradeNo}`);
        expect(asked).toMatchObject({ kind: 'accepted', value: { state: end } });
        const notified = await world.notified(`R${outTradeNo}`);
        expect(notified).toMatchObject({
          kind: 'verified',
          event: { kind: 'refund', refund: { state: end, outRefundNo: `R${outTradeNo}`, outTradeNo } },
        });
      },
    );

    it('sends an abnormal refund to an account of the payer', async () => {
      const taken = await world.gateway.refund(request());
      await world.endRefund(`R${outTradeNo}`, 'abnormal');
      if (taken.kind !== 'accepted') throw new Error(JSON.stringify(taken));
      const account = { bankType: 'ICBC_DEBIT', accountNo: '6222020200011112222', holder: '张三' };
      const outcome = await world.gateway.refundAbnormal({
        outRefundNo: `R${outTradeNo}`,
        refundId: taken.value.refundId,
        to: { kind: 'userBankCard', ...account },
      });
      expect(outcome).toMatchObject({ kind: 'accepted', value: { outRefundNo: `R${outTradeNo}` } });
    });

    it('never gives back more than was paid, and one number is one refund', async () => {
      expect((await world.gateway.refund(request({ amount: fen(12_801) }))).kind).toBe('refused');
      expect((await world.gateway.refund(request())).kind).toBe('accepted');
      expect((await world.gateway.refund(request({ amount: fen(2_801) }))).kind).toBe('refused');
    });

    it('says that it never heard of a refund', async () => {
      expect(await world.gateway.queryRefund('R-never-heard-of')).toMatchObject({
        kind: 'refused',
        refusal: { reason: 'refundNotExist', advice: 'retrySame' },
      });
    });

    it.each(['replyLost', 'serverError', 'badSignature', 'probe'] as const)(
      'calls the end of a refund never refused after %s, and gives back once',
      async (disturbance) => {
        await world.disturb('refund', disturbance);
        expect(['accepted', 'unknown']).toContain((await world.gateway.refund(request())).kind);
        const again = await world.gateway.refund(request());
        expect(again.kind).toBe('accepted');
        const asked = await world.gateway.queryRefund(`R${outTradeNo}`);
        expect(asked).toMatchObject({ value: { amount: fen(2_800) } });
      },
    );
  });
}
