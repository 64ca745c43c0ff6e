import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createIds } from '../../../../cloudfunctions/adapters/system/ids';
import type { Trust } from '../../../../cloudfunctions/adapters/wechat-pay/config';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import type { Merchant } from '../../../../cloudfunctions/adapters/wechat-pay/merchant';
import { createNotificationReader } from '../../../../cloudfunctions/adapters/wechat-pay/notify';
import type { RawHttp } from '../../../../cloudfunctions/ports/payment-gateway';
import type { WechatPaySimulator } from '../../../../simulators/wechat-pay/start';
import { startWechatPaySimulator } from '../../../../simulators/wechat-pay/start';
import { layMerchantKeys } from '../../../../tools/test-run/merchant-keys';
import { postJson } from '../../../../tools/world/shopper';
import { describePaymentGateway } from '../../../contracts/payment-gateway-contract';
import type {
  CodeShopper,
  Disturbance,
  FarSidePlays,
  GatewayUnderTest,
} from '../../../contracts/payment-gateway-under-test';

const FAULTS: Record<Disturbance, object> = {
  replyLost: { kind: 'drop' },
  serverError: { kind: 'status', status: 500 },
  badSignature: { kind: 'badSignature' },
  probe: { kind: 'signatureProbe' },
};
const ENDPOINTS = {
  create: 'orders.jsapi',
  query: 'orders.query',
  close: 'orders.close',
  refund: 'refunds.apply',
  queryRefund: 'refunds.query',
};
const BEHAVIOUR: Record<CodeShopper, string> = {
  pays: 'pays',
  typesPassword: 'passwordNever',
  hasNoMoney: 'noMoney',
};
const REFUND_END = { succeeded: 'success', closed: 'closed', abnormal: 'abnormal' };

/** What the simulator plays; a scene is switched on here once it does. */
const PLAYS: FarSidePlays = {
  scenes: ['officialAccount', 'native', 'h5', 'app', 'paymentCode'],
  refunds: true,
};

/** For whom the payments of a run are taken. */
type Taker = 'direct' | 'provider' | 'subMerchant';

function merchantFor(taker: Taker, file: WechatPaySimulator['merchant']): Merchant {
  const { appid, mchid, subMchid, subAppid } = file;
  if (taker === 'direct') return { mode: 'direct', mchid, appid };
  const provider = { mode: 'partner', spMchid: mchid, spAppid: appid, subMchid } as const;
  return { ...provider, appid: taker === 'provider' ? appid : subAppid };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Keeps every notification that comes in, and says yes to each. */
async function listen() {
  const received: RawHttp[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      received.push({ method: request.method ?? '', headers: request.headers as RawHttp['headers'], body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    url: `http://127.0.0.1:${port}/pay/notify`,
    close: () => new Promise((end) => server.close(end)),
  };
}

async function open(mode: Trust['mode'], taker: Taker): Promise<GatewayUnderTest> {
  const dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-gateway-'));
  await layMerchantKeys(dir);
  const simulator = await startWechatPaySimulator({ port: 0, dir, seed: 7 });
  const { merchant, clock, controlUrl } = simulator;
  const inbox = await listen();
  const publicKeys = [
    { publicKeyId: merchant.publicKeyId, publicKeyPem: await readFile(merchant.publicKeyFile, 'utf8') },
  ];
  const platformCertificates = [
    {
      serialNo: merchant.platformSerialNo,
      certificatePem: await readFile(merchant.platformCertificateFile, 'utf8'),
    },
  ];
  const { apiV3Key, merchantSerialNo, baseUrl } = merchant;
  const takenFor = merchantFor(taker, merchant);
  const trust: Trust = { mode, publicKeys, platformCertificates };
  const gateway = createWechatPayGateway(
    {
      merchant: takenFor,
      apiV3Key,
      merchantSerialNo,
      merchantPrivateKey: await readFile(merchant.merchantKeyFile, 'utf8'),
      trust,
      notifyUrl: inbox.url,
      baseUrl,
    },
    { clock, nonce: createIds(clock).unique },
  );
  const reader = createNotificationReader({ apiV3Key, trust, merchant: takenFor, clock });
  return {
    gateway,
    nowMs: () => clock.nowMs(),
    pay: async (outTradeNo) => void (await postJson(`${controlUrl}/payments`, { out_trade_no: outTradeNo })),
    disturb: async (call, disturbance) =>
      void (await postJson(`${controlUrl}/faults`, { ...FAULTS[disturbance], endpoint: ENDPOINTS[call] })),
    showCode: async (shopper) => {
      const code = await postJson(`${controlUrl}/payment-codes`, { behaviour: BEHAVIOUR[shopper] });
      return (code as { auth_code: string }).auth_code;
    },
    endRefund: async (outRefundNo, end) =>
      void (await postJson(`${controlUrl}/refunds`, {
        out_refund_no: outRefundNo,
        outcome: REFUND_END[end],
      })),
    notified: async (number) => {
      for (;;) {
        for (const http of inbox.received.splice(0)) {
          const outcome = reader.parseNotification(http);
          if (outcome.kind === 'rejected') return outcome;
          const { event } = outcome;
          if (event.kind === 'payment' && event.payment.outTradeNo === number) return outcome;
          if (event.kind === 'refund' && event.refund.outRefundNo === number) return outcome;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    sheetOpens: async (action) => {
      if (action.kind !== 'requestPayment' && action.kind !== 'appPayment') return false;
      const appId = action.kind === 'requestPayment' ? { appId: action.appId } : {};
      const answer = await postJson(`${controlUrl}/pay-sign/verify`, { ...appId, ...action.params });
      return (answer as { ok: boolean }).ok;
    },
    close: async () => {
      await simulator.close();
      await inbox.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const RUNS: readonly (readonly [name: string, mode: Trust['mode'], taker: Taker])[] = [
  ['direct, by public key', 'publicKey', 'direct'],
  ['direct, by platform certificate', 'platformCertificate', 'direct'],
  ["a service provider's app, by public key", 'publicKey', 'provider'],
  ["a sub-merchant's app, by platform certificate", 'platformCertificate', 'subMerchant'],
];
for (const [name, mode, taker] of RUNS)
  describePaymentGateway(`WeChat Pay at the simulator: ${name}`, () => open(mode, taker), PLAYS);
