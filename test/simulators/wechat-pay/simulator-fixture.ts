import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { startWechatPaySimulator } from '../../../simulators/wechat-pay/start';
import type { WechatPaySimulator, WechatPaySimulatorOptions } from '../../../simulators/wechat-pay/start';
import { layMerchantKeys } from '../../../tools/test-run/merchant-keys';
import { createMerchantClient } from './merchant-client';
import type { MerchantClient } from './merchant-client';
import { startNotifyReceiver } from './notify-receiver';
import type { NotifyReceiver } from './notify-receiver';

/** One simulator, its merchant and the merchant's notify_url, for a whole test file. */
export interface Fixture {
  simulator: WechatPaySimulator;
  client: MerchantClient;
  receiver: NotifyReceiver;
  dir: string;
}

/** Every variation at the value a plain test expects. */
export const PLAIN = {
  callbackAssociatedData: 'transaction',
  callbackSigner: 'platformCertificate',
  callbackSignatureType: 'present',
  unpaidAnswer: 'bare',
  orderNotExist: 'ORDER_NOT_EXIST',
  reorderPaid: '400 ORDERPAID',
  orderOfAnother: '404 ORDER_NOT_EXIST',
  noPartnerRelation: '400 PARAM_ERROR',
  reorderClosed: '400 ORDER_CLOSED',
  codeInvalid: '400 AUTH_CODE_INVALID',
  codeExpired: '400 AUTHCODEEXPIRE',
  payerNotEnough: '403 NOT_ENOUGH',
  codepayAgainPaid: 'transaction',
  reorderRevoked: '400 ORDERREVERSED',
  reverseEarly: 'accepted',
  closePaid: '400 ORDER_PAID',
  noPlatformCertificate: 'RESOURCE_NOT_EXISTS',
  openidRefused: 'PARAM_ERROR',
  refundTooSoon: '429 FREQUENCY_LIMITED',
  stateAfterClosedRefund: 'REFUND',
  refundAnswer: 'bare',
  billByteOrderMark: 'present',
  billLineEnd: 'CRLF',
  billLastLineEnd: 'present',
  billFigures: 'live',
  billParentheses: 'half',
  billRowOrder: 'time',
  billDownloadPath: 'file',
  signMismatchDetail: 'live',
  paramErrorDetail: 'live',
} as const;

/** Starts once per file; resets and pins the plain variations before each test. */
export function useSimulator(options: Partial<WechatPaySimulatorOptions> = {}): Fixture {
  const fixture = {} as Fixture;
  beforeAll(async () => {
    fixture.dir = mkdtempSync(join(tmpdir(), 'wechat-pay-'));
    await layMerchantKeys(fixture.dir);
    fixture.simulator = await startWechatPaySimulator({ port: 0, dir: fixture.dir, ...options });
  });
  beforeEach(async () => {
    await fixture.receiver?.close();
    fixture.receiver = await startNotifyReceiver();
    fixture.client = createMerchantClient(fixture.simulator, fixture.receiver.url);
    await fixture.client.control('POST', '/reset');
    await fixture.client.control('POST', '/settings', {
      notifications: 'ladder',
      sign_errors: false,
      merchant_state: 'ready',
      rate_limits: 'off',
      refund_delay_seconds: 60,
      bill_ready: '09:00',
      signing_keys: 'both',
      variations: PLAIN,
    });
  });
  afterAll(async () => {
    await fixture.simulator.close();
    await fixture.receiver.close();
    rmSync(fixture.dir, { recursive: true, force: true });
  });
  return fixture;
}
