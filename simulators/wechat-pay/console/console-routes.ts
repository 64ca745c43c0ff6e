import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';

const FILES = join(__dirname, 'browser');

/** The page talks to its own address only; what it shows is never markup. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** A file of the page with everything it imports. Built at the first visit, so that a start without one costs nothing. */
async function bundled(name: 'page.tsx' | 'page.css'): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(FILES, name)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

function once(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => (made ??= make());
}

/** The console for people: the control plane's address with a slash behind it. */
export function createConsoleRoutes(): Hono {
  const html = once(() => readFile(join(FILES, 'page.html'), 'utf8'));
  const css = once(() => bundled('page.css'));
  const js = once(() => bundled('page.tsx'));
  const serve = async (content: () => Promise<string>, type: string): Promise<Response> =>
    new Response(await content(), {
      headers: {
        'content-type': `text/${type}; charset=utf-8`,
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    });
  const routes = new Hono();
  routes.get('/__sim/', () => serve(html, 'html'));
  routes.get('/__sim/page.css', () => serve(css, 'css'));
  routes.get('/__sim/page.js', () => serve(js, 'javascript'));
  return routes;
}
