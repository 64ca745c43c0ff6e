/** What the tests about money given back have in common. */
import type { Answer } from './merchant-client';
import type { Fixture } from './simulator-fixture';

export const REFUNDS = '/v3/refund/domestic/refunds';
export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

type Change = Readonly<Record<string, unknown>>;

export interface RefundWorld {
  /** Places an order and pays it. */
  pay(outTradeNo: string, total?: number): Promise<void>;
  body(outTradeNo: string, outRefundNo: string, refund: number, change?: Change): Record<string, unknown>;
  refund(outTradeNo: string, outRefundNo: string, refund: number, change?: Change): Promise<Answer>;
  query(outRefundNo: string): Promise<Answer>;
  /** POST to the control plane; throws unless it is done. */
  tell(path: string, body: object): Promise<Answer>;
  /** Moves to a time of day in Beijing, `days` days on; a later moment of today with 0. */
  goTo(days: number, time: string): Promise<void>;
  /** Today in Beijing, or so many days from it. */
  day(offset?: number): string;
}

/** `total` of the refund body is 100 unless changed: what `pay` pays by default. */
export function createRefundWorld(fixture: Fixture): RefundWorld {
  const tell: RefundWorld['tell'] = async (path, body) => {
    const answer = await fixture.client.control('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer;
  };
  const day = (offset = 0): string =>
    new Date(fixture.simulator.clock.nowMs() + 8 * 3_600_000 + offset * DAY_MS).toISOString().slice(0, 10);
  const body: RefundWorld['body'] = (outTradeNo, outRefundNo, refund, change = {}) => ({
    out_trade_no: outTradeNo,
    out_refund_no: outRefundNo,
    notify_url: fixture.receiver.url,
    amount: { refund, total: 100, currency: 'CNY' },
    ...change,
  });
  return {
    async pay(outTradeNo, total = 100) {
      await fixture.client.place(outTradeNo, { amount: { total, currency: 'CNY' } });
      await tell('/payments', { out_trade_no: outTradeNo });
    },
    body,
    refund: (outTradeNo, outRefundNo, refund, change) =>
      fixture.client.call('POST', REFUNDS, { body: body(outTradeNo, outRefundNo, refund, change) }),
    query: (outRefundNo) => fixture.client.call('GET', `${REFUNDS}/${encodeURIComponent(outRefundNo)}`),
    tell,
    async goTo(days, time) {
      await tell('/clock', { now: `${day(days)}T${time}:00+08:00` });
    },
    day,
  };
}
