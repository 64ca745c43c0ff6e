import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { build } from 'esbuild';
import { Hono } from 'hono';
import { createApi } from './api';
import type { Upstream } from './upstream';

/** The page at the phone's address. */
export interface StartPage {
  readonly url: string;
  close(): Promise<void>;
}

const FILES = path.join(__dirname, 'browser');

/** The page loads from its own address only; a product's name that is markup stays a name. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A file of the page with everything it imports; the script brings the contract's one money formatter along. */
async function bundled(name: 'page.js' | 'page.css'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(FILES, name)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

async function createPage(upstream: Upstream): Promise<Hono> {
  const [html, css, js] = await Promise.all([
    readFile(path.join(FILES, 'page.html'), 'utf8'),
    bundled('page.css'),
    bundled('page.js'),
  ]);
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    c.header('content-security-policy', CONTENT_SECURITY_POLICY);
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
  });
  app.get('/', (c) => c.html(html));
  app.get('/page.css', (c) => c.body(css, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/page.js', (c) => c.body(js, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  app.route('/api', createApi(upstream));
  return app;
}

/** Serves the page on 127.0.0.1, and the phone's routes beside it. Rejects when the port is taken. */
export async function startPage(port: number, upstream: Upstream, phone?: Hono): Promise<StartPage> {
  const app = new Hono();
  // Before the page, whose content security policy is not the phone's.
  if (phone !== undefined) app.route('/', phone);
  app.route('/', await createPage(upstream));
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((ready, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', ready);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
