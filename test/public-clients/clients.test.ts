import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createAxiosPluginClient } from './axios-plugin-client';
import { createNodeV3Client } from './node-v3-client';
import type { PublicClient, TrustMode } from './public-client';
import { leadHttpsTo, startNotifyReceiver, startSimulator } from './simulator';
import type { Merchant, NotifyReceiver, RunningSimulator } from './simulator';

const LIBRARIES: readonly [string, (merchant: Merchant, mode: TrustMode) => PublicClient][] = [
  ['wechatpay-axios-plugin', createAxiosPluginClient],
  ['wechatpay-node-v3', createNodeV3Client],
];
const MODES: readonly TrustMode[] = ['publicKey', 'platformCertificate'];
const CASES = LIBRARIES.flatMap(([library, create]) => MODES.map((mode) => ({ library, create, mode })));

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const DAY_SECONDS = 86_400;
const REFUND_SECONDS = 60;
const BEIJING_MS = 8 * 3_600_000;

let simulator: RunningSimulator;
let receiver: NotifyReceiver;
let undoRoad: () => void;

beforeAll(async () => {
  simulator = await startSimulator();
  receiver = await startNotifyReceiver();
  undoRoad = await leadHttpsTo(simulator.merchant);
});
afterAll(async () => {
  undoRoad();
  await receiver.close();
  await simulator.close();
});
beforeEach(() => simulator.control('POST', '/reset'));
afterEach(() => {
  jest.useRealTimers();
});

/** These libraries read the machine's clock, so it follows the simulated one. */
async function advance(seconds: number): Promise<number> {
  await simulator.control('POST', '/clock', { advance_seconds: seconds });
  const { now } = (await simulator.control('GET', '/clock')) as { readonly now: string };
  const nowMs = Date.parse(now);
  jest.useFakeTimers({
    now: nowMs,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
  return nowMs;
}

const beijingDay = (ms: number): string => new Date(ms + BEIJING_MS).toISOString().slice(0, 10);

async function settle(mode: TrustMode): Promise<void> {
  await simulator.control('POST', '/settings', {
    refund_delay_seconds: REFUND_SECONDS,
    variations: {
      // Both need the member that WeChat Pay really sends; which key signs is the merchant's setting.
      callbackAssociatedData: 'transaction',
      callbackSigner: mode,
      // The documents show several; wechatpay-axios-plugin goes without a signature at this path only.
      billDownloadPath: 'file',
    },
  });
}

describe.each(CASES)('$library by $mode', ({ create, mode }) => {
  it('orders, is paid, queries, reads the notification, refunds and downloads the bill', async () => {
    await settle(mode);
    const client = create(simulator.merchant, mode);
    const outTradeNo = `PC${Date.now()}`;
    const { prepayId } = await client.order({
      outTradeNo,
      total: 6900,
      openid: OPENID,
      notifyUrl: receiver.url,
    });
    await simulator.control('POST', '/payments', { prepay_id: prepayId, openid: OPENID });
    const paid = { out_trade_no: outTradeNo, trade_state: 'SUCCESS', amount: { total: 6900 } };
    expect(await client.readNotification(await receiver.next())).toMatchObject(paid);
    expect(await client.query(outTradeNo)).toMatchObject(paid);

    const outRefundNo = `R${outTradeNo}`;
    const refund = { outTradeNo, outRefundNo, refund: 2900, total: 6900, notifyUrl: receiver.url };
    expect(await client.refund(refund)).toMatchObject({
      out_refund_no: outRefundNo,
      amount: { refund: 2900 },
    });
    const orderedMs = Date.now();
    await advance(REFUND_SECONDS);
    expect(await client.readNotification(await receiver.next())).toMatchObject({
      out_refund_no: outRefundNo,
      refund_status: 'SUCCESS',
    });
    expect(await client.queryRefund(outRefundNo)).toMatchObject({ status: 'SUCCESS' });

    await advance(DAY_SECONDS + DAY_SECONDS / 2);
    const { bytes, sha1 } = await client.bill(beijingDay(orderedMs));
    expect(createHash('sha1').update(bytes).digest('hex')).toBe(sha1);
    expect(bytes.toString()).toContain(`\`${outTradeNo},`);
  });

  it('takes an altered notification for a forgery', async () => {
    await settle(mode);
    const client = create(simulator.merchant, mode);
    const order = { outTradeNo: `PF${Date.now()}`, total: 100, openid: OPENID, notifyUrl: receiver.url };
    const { prepayId } = await client.order(order);
    await simulator.control('POST', '/payments', { prepay_id: prepayId, openid: OPENID });
    const { headers, body } = await receiver.next();
    await expect(client.readNotification({ headers, body: `${body} ` })).rejects.toThrow('verify');
  });
});
