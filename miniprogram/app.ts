import { startCloud } from './platform/cloud';
import { logError } from './platform/log';
import { leaveDeadLink } from './platform/navigation';
import { watchNetwork } from './platform/network';
import { watchForUpdate } from './platform/update';
import { loadMe } from './services/me';
import { cart } from './stores/cart';
import { session } from './stores/session';

App({
  onLaunch() {
    startCloud();
    watchNetwork();
    watchForUpdate();
    // The role and the cart's number come when they come: nothing that is drawn first waits for them.
    void loadMe().then((end) => {
      if (end.kind !== 'accepted') return;
      session.tell({ kind: 'meArrived', me: end.value });
      cart.tell({ kind: 'piecesArrived', pieces: end.value.cartPieces });
    });
  },

  onPageNotFound({ path }: { path: string }) {
    leaveDeadLink(path);
  },

  onError(message: string) {
    logError('app.error', { message });
  },

  onUnhandledRejection({ reason }: { reason: unknown }) {
    logError('app.rejection', { reason: reason instanceof Error ? reason.message : String(reason) });
  },
});
