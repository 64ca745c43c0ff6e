import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Identity } from './server/identities';
import { IDENTITIES } from './server/identities';
import type { MessageTemplates } from './server/message-templates';
import { createPhoneRoutes, readPhonePages } from './server/phone-routes';
import { openPreview } from './server/preview';
import type { Audit } from './server/world-routes';
import { createWorldRoutes } from './server/world-routes';

/** What a phone runs, and the world it reaches. */
export interface PhoneAppOptions {
  /** The mini program's directory, the one with app.json. */
  readonly source: string;
  readonly cloudUrl: string;
  /** The control plane of the WeChat Pay simulator, `…/__sim`. */
  readonly wechatPayControlUrl: string;
  /** Who the payment sheet says is paid. */
  readonly merchantName?: string;
  readonly identities?: readonly Identity[];
  /** Titles and samples of the subscribe messages it asks about; an id that is missing is shown as an id. */
  readonly messageTemplates?: MessageTemplates;
  /** Who checks the books when the frame asks; without one it says that nobody does. */
  readonly audit?: Audit;
  /** Rebuild after every save; on unless it is said otherwise. */
  readonly watching?: boolean;
  /** Hears of what the build did not like. */
  readonly log?: (text: string) => void;
}

interface PhoneOptions extends PhoneAppOptions {
  /** 0 takes a free one. */
  readonly port: number;
}

/** The phone's routes, to be mounted at `/`: `/frame`, `/phone`, `/world`, `/identities`. */
export interface PhoneApp {
  readonly app: Hono;
  close(): void;
}

/** A phone that runs the mini program in a browser. */
export interface Phone {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the mini program and everything around it; serving it is up to the caller. */
export async function createPhoneApp({
  source,
  cloudUrl,
  wechatPayControlUrl,
  merchantName = '小铺',
  identities = IDENTITIES,
  messageTemplates = {},
  audit = async () => ({ problems: ['这里没有账本可以核对'], counted: '' }),
  watching = true,
  log = () => undefined,
}: PhoneAppOptions): Promise<PhoneApp> {
  const pages = await readPhonePages();
  const preview = openPreview({ source, watching, log });
  const upstream = { cloudUrl, controlUrl: wechatPayControlUrl };
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
  });
  app.get('/frame', (c) => c.html(pages.frameHtml));
  app.get('/identities', (c) => c.json(identities.map(({ as, name }) => ({ as, name }))));
  app.route('/phone', createPhoneRoutes(preview, pages));
  app.route(
    '/world',
    createWorldRoutes({ upstream, identities, merchantName, templates: messageTemplates, audit }),
  );
  return { app, close: () => preview.close() };
}

/** Serves phone and frame on 127.0.0.1, the frame at `/`. Rejects when the port is taken. */
export async function startPhone({ port, ...options }: PhoneOptions): Promise<Phone> {
  const phone = await createPhoneApp(options);
  const app = new Hono();
  app.route('/', phone.app);
  app.get('/', (c) => phone.app.fetch(new Request(new URL('/frame', c.req.url))));
  const server = createAdaptorServer({ fetch: app.fetch });
  try {
    await new Promise<void>((ready, fail) => {
      server.once('error', fail);
      server.listen(port, '127.0.0.1', ready);
    });
  } catch (cause) {
    phone.close();
    throw cause;
  }
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        phone.close();
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
