import { logError } from './log';
import { errorText } from './error-text';

type Listen = (online: boolean) => void;

const listeners = new Set<Listen>();
let online = true;

function hear(connected: boolean): void {
  if (connected === online) return;
  online = connected;
  for (const listen of listeners) listen(online);
}

/** True unless the phone knows that it has no network. */
export function isOnline(): boolean {
  return online;
}

/** Follows the network. Once, when the app starts. */
export function watchNetwork(): void {
  wx.onNetworkStatusChange(({ isConnected }) => hear(isConnected));
  // A phone that starts in a tunnel tells of no change.
  wx.getNetworkType().then(
    ({ networkType }) => hear(networkType !== 'none'),
    (error: unknown) => logError('network.type', { errMsg: errorText(error) }),
  );
}

/** Calls `listen` now and whenever the network comes or goes. Answers how to stop. */
export function onNetwork(listen: Listen): () => void {
  listeners.add(listen);
  listen(online);
  return () => listeners.delete(listen);
}
