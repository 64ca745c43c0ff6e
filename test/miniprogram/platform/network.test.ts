import { phone } from '../fake-phone';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type * as network from '../../../miniprogram/platform/network';

type Network = Pick<typeof network, 'isOnline' | 'onNetwork' | 'watchNetwork'>;

const api = (globalThis as unknown as { wx: Record<string, unknown> }).wx;
let change: (event: { isConnected: boolean }) => void;

/** A phone that starts with this network; what it tells at the start has been heard. */
async function startOn(networkType: string | null): Promise<Network> {
  api['onNetworkStatusChange'] = (listen: typeof change) => (change = listen);
  api['getNetworkType'] = async () => {
    if (networkType === null) throw Object.assign(new Error(), { errMsg: 'getNetworkType:fail' });
    return { networkType };
  };
  let started: Network | undefined;
  jest.isolateModules(() => {
    started = jest.requireActual<Network>('../../../miniprogram/platform/network');
  });
  if (started === undefined) throw new Error('no network');
  started.watchNetwork();
  await Promise.resolve();
  await Promise.resolve();
  return started;
}

beforeEach(() => phone.forget());

describe('network', () => {
  it('is known to be missing by a phone that starts in a tunnel', async () => {
    const { isOnline } = await startOn('none');
    expect(isOnline()).toBe(false);
  });

  it.each(['wifi', '5g', 'unknown', null])('is believed in where the phone says %s', async (type) => {
    const { isOnline } = await startOn(type);
    expect(isOnline()).toBe(true);
  });

  it('is told at once and at every change, until one stops listening', async () => {
    const { onNetwork } = await startOn('wifi');
    const heard: boolean[] = [];
    const stop = onNetwork((online) => heard.push(online));
    for (const isConnected of [true, false, false, true]) change({ isConnected });
    stop();
    change({ isConnected: false });
    expect(heard).toEqual([true, false, true]);
  });
});
