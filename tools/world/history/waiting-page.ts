import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HistoryProgress } from './make-history';

/** Stands where the phone will be, and says how far the history has come. */
export interface WaitingPage {
  readonly port: number;
  tell(progress: HistoryProgress): void;
  close(): Promise<void>;
}

const SECOND_MS = 1_000;

/** How long it will take yet, going by how long it took so far. */
function left({ day, days }: HistoryProgress, tookMs: number): string {
  if (day === 0) return '';
  return `，大约还要 ${Math.max(1, Math.ceil(((tookMs / day) * (days - day)) / SECOND_MS))} 秒`;
}

/** How far it is, in one line. */
export function progressText(progress: HistoryProgress, tookMs: number): string {
  return `已过 ${progress.day} / ${progress.days} 天${left(progress, tookMs)}`;
}

function page(progress: HistoryProgress, tookMs: number): string {
  const { day, days } = progress;
  return `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta http-equiv="refresh" content="1">
<meta name="viewport" content="width=device-width">
<title>小铺正在准备</title>
<style>
  body { font: 16px/1.7 system-ui, sans-serif; max-width: 24em; margin: 20vh auto; padding: 0 24px; color: #2b2a27 }
  progress { width: 100%; accent-color: #3f6b4f }
</style>
<h1>小铺正在补齐 ${days} 天的经营</h1>
<progress max="${days}" value="${day}"></progress>
<p>${progressText(progress, tookMs)}。</p>
<p>每一笔订单、付款、发货、退款和账单都在真实走一遍。完成后这一页会自己变成手机。</p>
</html>`;
}

/** Serves the page on 127.0.0.1. Rejects when the port is taken. */
export async function openWaitingPage(port: number, days: number): Promise<WaitingPage> {
  const startedMs = performance.now();
  let progress: HistoryProgress = { day: 0, days };
  const server = createServer((_request, response) => {
    response.writeHead(503, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '1',
      connection: 'close',
    });
    response.end(page(progress, performance.now() - startedMs));
  });
  await new Promise<void>((ready, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', ready);
  });
  return {
    port: (server.address() as AddressInfo).port,
    tell: (next) => {
      progress = next;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
