import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Preview } from './preview';

const ROOT = path.join(__dirname, '..');

/** A browser's script or style sheet with everything it imports. */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, entry)],
    bundle: true,
    // A third of the bytes is a third of the parsing, before anything can be drawn.
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

/** What the two pages are made of. */
export interface PhonePages {
  readonly phoneHtml: string;
  readonly runtimeJs: string;
  readonly runtimeCss: string;
  readonly frameHtml: string;
  readonly frameJs: string;
  readonly frameCss: string;
}

export async function readPhonePages(): Promise<PhonePages> {
  const [phoneHtml, frameHtml, runtimeJs, runtimeCss, frameJs, frameCss] = await Promise.all([
    readFile(path.join(ROOT, 'runtime/phone.html'), 'utf8'),
    readFile(path.join(ROOT, 'frame/frame.html'), 'utf8'),
    bundled('runtime/main.ts'),
    bundled('runtime/css/phone.css'),
    bundled('frame/main.ts'),
    bundled('frame/frame.css'),
  ]);
  return { phoneHtml, frameHtml, runtimeJs, runtimeCss, frameJs, frameCss };
}

const JAVASCRIPT = { 'content-type': 'text/javascript; charset=utf-8' };
const JSON_TEXT = { 'content-type': 'application/json; charset=utf-8' };
const CSS = { 'content-type': 'text/css; charset=utf-8' };

/** `/phone`: the phone's own page, and the mini program it runs. */
export function createPhoneRoutes(preview: Preview, pages: PhonePages): Hono {
  const routes = new Hono();
  routes.get('/', (c) => c.html(pages.phoneHtml));
  routes.get('/runtime.js', (c) => c.body(pages.runtimeJs, 200, JAVASCRIPT));
  routes.get('/runtime.css', (c) => c.body(pages.runtimeCss, 200, CSS));
  routes.get('/frame.js', (c) => c.body(pages.frameJs, 200, JAVASCRIPT));
  routes.get('/frame.css', (c) => c.body(pages.frameCss, 200, CSS));
  routes.get('/bundle.json', async (c) => c.body(await preview.json(), 200, JSON_TEXT));
  routes.get('/maps/*', async (c) => {
    const map = await preview.sourceMap(decodeURIComponent(c.req.path.replace(/^.*?\/maps\//, '')));
    return map === undefined ? c.notFound() : c.body(map, 200, JSON_TEXT);
  });
  routes.get('/files/*', async (c) => {
    const asset = preview.asset(decodeURIComponent(c.req.path.replace(/^.*?\/files\//, '')));
    if (asset === undefined) return c.notFound();
    return c.body(new Uint8Array(await readFile(asset.place)), 200, { 'content-type': asset.type });
  });
  routes.get('/builds', (c) =>
    streamSSE(c, async (stream) => {
      const send = (version: number): Promise<void> =>
        stream.writeSSE({ event: 'build', data: String(version) });
      await send((await preview.bundle()).version);
      await new Promise<void>((resolve) => {
        const stop = preview.onBuild(({ version }) => void send(version));
        stream.onAbort(() => {
          stop();
          resolve();
        });
      });
    }),
  );
  return routes;
}
