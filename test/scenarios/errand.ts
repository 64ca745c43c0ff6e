import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CollectByCode } from '../../cloudfunctions/usecases/collect-by-code';
import type { RefundOrder } from '../../cloudfunctions/usecases/refund-order';
import { programOf } from '../../tools/test-run/programs';
import { end, ROOT } from './mortal-cloud';
import type { MortalShop } from './mortal-shop';

/** What somebody at the desk does: collects by a scanned code, records a refund, or records one and sends it. */
export type Errand =
  | { readonly kind: 'collect'; readonly wish: CollectByCode }
  | { readonly kind: 'recordRefund' | 'refund'; readonly wish: RefundOrder };

/** Work that somebody can be killed in the middle of. */
export interface Victim {
  /** Rejects when the work failed, or its process died. */
  readonly work: Promise<unknown>;
  kill(): Promise<void>;
}

/** Starts an errand in a process of its own, over the shop's real store and gateway. */
export function runErrand({ environment, wechatPay }: MortalShop, errand: Errand): Victim {
  const offsetMs = wechatPay.clock.offsetMs();
  const args = [programOf('errand'), JSON.stringify({ offsetMs, errand })];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (piece: Buffer) => said.push(piece.toString()));
  const work = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`the errand ended with ${String(code)}: ${said.join('')}`);
  });
  return { work, kill: () => end(child, 'SIGKILL') };
}
