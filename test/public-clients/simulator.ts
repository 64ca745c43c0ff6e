import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';

const ROOT = path.resolve(__dirname, '..', '..');

/** merchant.json, as far as these clients need it. */
export interface Merchant {
  readonly baseUrl: string;
  readonly tlsBaseUrl: string;
  readonly tlsAuthorityFile: string;
  readonly mchid: string;
  readonly appid: string;
  readonly apiV3Key: string;
  readonly merchantSerialNo: string;
  readonly merchantKeyFile: string;
  readonly merchantCertificateFile: string;
  readonly platformSerialNo: string;
  readonly platformCertificateFile: string;
  readonly publicKeyId: string;
  readonly publicKeyFile: string;
}

/** `npm run sim` in a process of its own. */
export interface RunningSimulator {
  readonly merchant: Merchant;
  control(method: 'GET' | 'POST', route: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts the simulator as its README says, with HTTPS. */
export async function startSimulator(): Promise<RunningSimulator> {
  const dir = await mkdtemp(path.join(tmpdir(), 'public-clients-'));
  const flags = ['--port', '0', '--tls-port', '0', '--dir', dir, '--notifications', 'at-once'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'simulators/wechat-pay/main.ts', ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { controlUrl } = JSON.parse(line.toString()) as { readonly controlUrl: string };
  const merchant = JSON.parse(await readFile(path.join(dir, 'merchant.json'), 'utf8')) as Merchant;
  return {
    merchant,
    control: (method, route, body) => control(`${controlUrl}${route}`, method, body),
    async close() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function control(url: string, method: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/**
 * Leads every HTTPS connection of this process to the simulator, whatever host it asks for, as a line in the hosts file
 * and a forwarded port would: a client with built-in addresses needs no change. Answers how to undo it.
 */
export async function leadHttpsTo({ tlsBaseUrl, tlsAuthorityFile }: Merchant): Promise<() => void> {
  const port = Number(new URL(tlsBaseUrl).port);
  const ca = await readFile(tlsAuthorityFile);
  // Some clients use an agent of their own, so the way is changed for all of them.
  const agents = https.Agent.prototype;
  const before = Reflect.get(agents, 'createConnection') as unknown;
  Reflect.set(agents, 'createConnection', (options: tls.ConnectionOptions) =>
    tls.connect({ host: '127.0.0.1', port, ca, servername: String(options.host) }),
  );
  return () => void Reflect.set(agents, 'createConnection', before);
}

/** A notification as it came in. */
export interface ReceivedNotification {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The merchant's notify_url: hands out what comes in, and answers 204. */
export interface NotifyReceiver {
  readonly url: string;
  next(): Promise<ReceivedNotification>;
  close(): Promise<void>;
}

export async function startNotifyReceiver(): Promise<NotifyReceiver> {
  const arrived: ReceivedNotification[] = [];
  const waiting: ((notification: ReceivedNotification) => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const notification = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      const taker = waiting.shift();
      if (taker === undefined) arrived.push(notification);
      else taker(notification);
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    next: () =>
      new Promise((resolve) => {
        const ready = arrived.shift();
        if (ready === undefined) waiting.push(resolve);
        else resolve(ready);
      }),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
