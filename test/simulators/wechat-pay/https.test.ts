import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWechatPaySimulator } from '../../../simulators/wechat-pay/start';
import type { WechatPaySimulator } from '../../../simulators/wechat-pay/start';

let dir: string;
let simulator: WechatPaySimulator;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wechat-pay-'));
  simulator = await startWechatPaySimulator({ port: 0, tlsPort: 0, dir });
});
afterAll(async () => {
  await simulator.close();
  await rm(dir, { recursive: true, force: true });
});

/** A request as a client makes it that has the host built in and whose machine maps it here. */
function ask(host: string, ca: Buffer): Promise<IncomingMessage> {
  const port = Number(new URL(simulator.merchant.tlsBaseUrl ?? '').port);
  return new Promise((resolve, reject) => {
    const createConnection = () => connect({ host: '127.0.0.1', port, ca, servername: host });
    const asked = request({ host, path: '/v3/certificates', createConnection }, (response) => {
      response.resume();
      resolve(response);
    });
    asked.once('error', reject).end();
  });
}

describe('HTTPS', () => {
  it.each(['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com', 'api.wechatpay.cn', 'api2.wechatpay.cn'])(
    'answers as %s to who trusts the authority of merchant.json',
    async (host) => {
      const ca = await readFile(simulator.merchant.tlsAuthorityFile ?? '');
      const { statusCode } = await ask(host, ca);
      // No User-Agent.
      expect(statusCode).toBe(400);
    },
  );

  it('is no other host', async () => {
    const ca = await readFile(simulator.merchant.tlsAuthorityFile ?? '');
    await expect(ask('api.example.com', ca)).rejects.toThrow('altnames');
  });

  it('shows the same identity after a restart', async () => {
    const before = await readFile(simulator.merchant.tlsAuthorityFile ?? '', 'utf8');
    await simulator.close();
    simulator = await startWechatPaySimulator({ port: 0, tlsPort: 0, dir });
    expect(await readFile(simulator.merchant.tlsAuthorityFile ?? '', 'utf8')).toBe(before);
  });

  it('is not there unless asked for', async () => {
    const other = await mkdtemp(join(tmpdir(), 'wechat-pay-'));
    const plain = await startWechatPaySimulator({ port: 0, dir: other });
    expect(plain.merchant).not.toHaveProperty('tlsBaseUrl');
    await plain.close();
    await rm(other, { recursive: true, force: true });
  });
});
