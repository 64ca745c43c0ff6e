import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Identity } from './server/identities';
import { IDENTITIES } from './server/identities';
import { createPhoneRoutes, readPhonePages } from './server/phone-routes';
import { openPreview } from './server/preview';
import { createWorldRoutes } from './server/world-routes';

export interface PhoneOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The mini program's directory, the one with app.json. */
  readonly source: string;
  readonly cloudUrl: string;
  /** The control plane of the WeChat Pay simulator, `…/__sim`. */
  readonly wechatPayControlUrl: string;
  /** Who the payment sheet says is paid. */
  readonly merchantName?: string;
  readonly identities?: readonly Identity[];
  /** Rebuild after every save; on unless it is said otherwise. */
  readonly watching?: boolean;
  /** Hears of what the build did not like. */
  readonly log?: (text: string) => void;
}

/** A phone that runs the mini program in a browser. */
export interface Phone {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves phone and frame on 127.0.0.1. Rejects when the port is taken. */
export async function startPhone({
  port,
  source,
  cloudUrl,
  wechatPayControlUrl,
  merchantName = '小铺',
  identities = IDENTITIES,
  watching = true,
  log = () => undefined,
}: PhoneOptions): Promise<Phone> {
  const pages = await readPhonePages();
  const preview = openPreview({ source, watching, log });
  const upstream = { cloudUrl, controlUrl: wechatPayControlUrl };
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
  });
  app.get('/', (c) => c.html(pages.frameHtml));
  app.get('/identities', (c) => c.json(identities.map(({ as, name }) => ({ as, name }))));
  app.route('/phone', createPhoneRoutes(preview, pages));
  app.route('/world', createWorldRoutes({ upstream, identities, merchantName }));
  const server = createAdaptorServer({ fetch: app.fetch });
  try {
    await new Promise<void>((ready, fail) => {
      server.once('error', fail);
      server.listen(port, '127.0.0.1', ready);
    });
  } catch (cause) {
    preview.close();
    throw cause;
  }
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        preview.close();
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
