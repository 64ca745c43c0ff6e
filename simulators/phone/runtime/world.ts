import type { Network } from './frame-link';

/** The way from the phone to the world: through the server the page came from, over the network the frame sets. */

/** How long a slow network takes, there and back. */
const SLOW_MS = 1_500;

let network: Network = 'wifi';
const asked = new URLSearchParams(location.search);

/** Who holds the phone. */
export const IDENTITY = asked.get('as') ?? 'lin';

export function currentNetwork(): Network {
  return network;
}

export function setNetwork(now: Network): void {
  network = now;
}

/** The network is off: nothing was sent. */
export class Offline extends Error {
  override readonly name = 'Offline';
}

async function overNetwork(): Promise<void> {
  if (network === 'none' || !navigator.onLine) throw new Offline('net::ERR_INTERNET_DISCONNECTED');
  if (network === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
}

/** Sends a request to the world as the phone's holder; any answer with a status is an answer. */
export async function reach(path: string, init: RequestInit = {}): Promise<Response> {
  await overNetwork();
  return fetch(`/world${path}`, {
    ...init,
    headers: { 'x-phone-as': IDENTITY, ...(init.headers as Record<string, string> | undefined) },
  });
}

/** Posts JSON and reads JSON. @throws Error when the server has no answer that is JSON. */
export async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const response = await reach(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}

/** Where a cloud file can be seen. */
export function addressOf(fileId: string): string {
  return `/world/files?id=${encodeURIComponent(fileId)}`;
}
