import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { TlsIdentity } from './keys/tls-identity';

/** A server that answers. */
export interface Listening {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** WeChat Pay keeps an idle connection for eight seconds. */
const KEEP_ALIVE_MS = 8_000;

/** Serves on 127.0.0.1; with an identity it speaks HTTPS. Rejects when the port is taken. */
export async function listen(app: Hono, port: number, tls?: TlsIdentity): Promise<Listening> {
  const serverOptions = { keepAliveTimeout: KEEP_ALIVE_MS };
  const server = createAdaptorServer(
    tls === undefined
      ? { fetch: app.fetch, serverOptions }
      : {
          fetch: app.fetch,
          createServer: createTlsServer,
          serverOptions: { ...serverOptions, key: tls.key, cert: tls.certificate },
        },
  );
  await new Promise<void>((ready, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', ready);
  });
  const address = server.address() as AddressInfo;
  return {
    baseUrl: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
