import type { Tale } from './cast';

interface Waiting {
  readonly kind: string;
  readonly endpoint?: string;
  readonly times: number;
}

async function waiting(url: string): Promise<readonly Waiting[]> {
  const answer: unknown = await (await fetch(`${url}/faults`)).json();
  return (answer as { readonly faults: readonly Waiting[] }).faults;
}

function count(names: readonly { readonly name: string; readonly times: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { name, times } of names) sums.set(name, (sums.get(name) ?? 0) + times);
  return sums;
}

/** Counts how often each fault really struck: a planted one may wait for a call that never comes. */
export async function noteStruck(tale: Tale): Promise<void> {
  const { wechatPay, wechatControlUrl, cloud } = tale.shop;
  const pay = (await waiting(wechatPay.controlUrl)).map(({ kind, endpoint, times }) => {
    return { name: `pay:${endpoint === 'notifications' ? 'notice ' : ''}${kind}`, times };
  });
  const wechat = (await waiting(wechatControlUrl)).map(({ kind, times }) => ({
    name: `wechat:${kind}`,
    times,
  }));
  const left = count([...pay, ...wechat]);
  for (const [name, times] of count(tale.planted)) tale.count(`fault ${name}`, times - (left.get(name) ?? 0));
  for (const { kind, struck } of cloud.faults.list()) tale.count(`fault database:${kind}`, struck);
}
