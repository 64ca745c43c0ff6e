import type { Network } from '../frame-link';
import { currentNetwork, Offline, setNetwork } from '../world';
import { asynchronous, asynchronousAll, listeners, textOf, WxFailure } from './call';
import { addToWx } from './registry';

const TYPES: Readonly<Record<Network, string>> = { wifi: 'wifi', slow: '3g', none: 'none' };

function status(): { readonly isConnected: boolean; readonly networkType: string } {
  const networkType = navigator.onLine ? TYPES[currentNetwork()] : 'none';
  return { isConnected: networkType !== 'none', networkType };
}

/** 网络. `changeNetwork` is for the frame around the phone. */
export function addNetwork(): { changeNetwork(now: Network): void } {
  const change = listeners('NetworkStatusChange');
  for (const type of ['online', 'offline']) window.addEventListener(type, () => change.tell(status()));
  addToWx({
    onNetworkStatusChange: change.on,
    offNetworkStatusChange: change.off,
    onNetworkWeakChange: change.on,
    offNetworkWeakChange: change.off,
    ...asynchronousAll({
      getNetworkType: () => ({
        networkType: status().networkType,
        signalStrength: -40,
        hasSystemProxy: false,
      }),
    }),
    request: (options: Readonly<Record<string, unknown>>) => {
      const aborter = new AbortController();
      const send = asynchronous('request', (params) => request(params, aborter.signal));
      // It answers a task, never a promise.
      void send({ complete: () => undefined, ...options });
      return {
        abort: () => aborter.abort(),
        onHeadersReceived: () => undefined,
        offHeadersReceived: () => undefined,
      };
    },
  });
  return {
    changeNetwork: (now) => {
      setNetwork(now);
      change.tell(status());
    },
  };
}

async function request(params: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<object> {
  const method = textOf(params, 'method', 'GET').toUpperCase();
  const data = params['data'];
  const inQuery = method === 'GET' && typeof data === 'object' && data !== null;
  const url = new URL(textOf(params, 'url'));
  if (inQuery) for (const [name, value] of Object.entries(data)) url.searchParams.set(name, String(value));
  const body = inQuery || data === undefined ? null : typeof data === 'string' ? data : JSON.stringify(data);
  const headers = {
    'content-type': 'application/json',
    ...(params['header'] as Record<string, string> | undefined),
  };
  if (currentNetwork() === 'none') throw new WxFailure(new Offline('net::ERR_INTERNET_DISCONNECTED').message);
  const response = await fetch(url, { method, headers, body, signal }).catch((cause: unknown) => {
    throw new WxFailure(String(cause));
  });
  const text = await response.text();
  const isJson = params['dataType'] === undefined || params['dataType'] === 'json';
  return {
    statusCode: response.status,
    header: Object.fromEntries(response.headers),
    data: isJson ? jsonOrText(text) : text,
    cookies: [],
  };
}

/** WeChat leaves alone what is not JSON. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return text;
    throw cause;
  }
}
