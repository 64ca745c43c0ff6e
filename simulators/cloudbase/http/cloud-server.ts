import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cloud } from '../cloud';
import { handleAccess, matchRoute } from './access-route';
import { handleAdmin } from './admin-route';
import { handleCall } from './call-route';
import { handleControl } from './control-route';
import { HttpRefusal, sendJson } from './http-exchange';
import { handleBucket, handlePhoneFiles } from './storage-route';

/** Where the bucket of the file storage answers. */
export const BUCKET_PATH = '/__storage/';

/** Where WeChat's own interfaces and their control plane answer. */
export const WECHAT_PATH = '/__wechat';

/** An HTTP server on the loopback interface. */
export type LoopbackServer = { readonly port: number; close(): Promise<void> };

/** Listens on 127.0.0.1 only: whoever reaches this port is every shopper and every function. */
export async function listenOnLoopback(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LoopbackServer> {
  const server: Server = createServer(handle);
  // Closing idle connections early would race with a client that reuses one: a failure no fault asked for.
  server.keepAliveTimeout = 120_000;
  server.headersTimeout = 125_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Routes one request of the emulated cloud; every failure becomes JSON `{ code, message }`. */
export function handleCloudRequest(cloud: Cloud, request: IncomingMessage, response: ServerResponse): void {
  route(cloud, request, response).catch((cause: unknown) => {
    if (response.headersSent) response.socket?.destroy();
    else if (cause instanceof HttpRefusal)
      sendJson(response, cause.status, { code: cause.code, message: cause.message });
    else {
      cloud.log({
        source: 'cloudbase',
        level: 'error',
        text: cause instanceof Error ? String(cause.stack) : String(cause),
      });
      sendJson(response, 500, { code: 'SYS_ERR', message: String(cause) });
    }
  });
}

async function route(cloud: Cloud, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Most requests by far, and nothing of their query is needed.
  if (/^\/admin(\?|$)/.test(request.url ?? '')) return handleAdmin(cloud, request, response);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = url.pathname;
  if (path.startsWith('/__cloud/'))
    return handleControl(cloud, path.slice('/__cloud/'.length), request, response);
  if (path.startsWith('/__call/') && request.method === 'POST') {
    return handleCall(cloud, decodeURIComponent(path.slice('/__call/'.length)), request, response);
  }
  if (path.startsWith(BUCKET_PATH)) {
    const file = { path: decodePath(path.slice(BUCKET_PATH.length)), url };
    return handleBucket(cloud, file, request, response);
  }
  if (path.startsWith('/__files/') && request.method === 'POST') {
    return handlePhoneFiles(cloud, { verb: path.slice('/__files/'.length), url }, request, response);
  }
  if (path.startsWith(`${WECHAT_PATH}/`) && cloud.openapi !== null) {
    request.url = (request.url ?? '').slice(WECHAT_PATH.length);
    return cloud.openapi.handle(request, response);
  }
  const matched = matchRoute(cloud.routes, path);
  if (matched !== null) return handleAccess(cloud, { ...matched, url }, request, response);
  throw new HttpRefusal(404, 'INVALID_PATH', `no function serves ${path}`);
}

function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new HttpRefusal(400, 'INVALID_PATH', `the path is wrongly encoded: ${String(cause)}`);
  }
}
