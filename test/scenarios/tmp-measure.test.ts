import { it } from '@jest/globals';
import { closeOrder } from '../../cloudfunctions/usecases/close-order';
import { placeOrder } from '../../cloudfunctions/usecases/place-order';
import { startPayment } from '../../cloudfunctions/usecases/start-payment';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import { openInProcessShop } from './in-process-shop';
import { postJson } from '../../tools/world/shopper';
it('measures', async () => {
  const shop = await openInProcessShop(1);
  const t: Record<string, number> = {};
  const time = async <T>(n: string, w: () => Promise<T>): Promise<T> => { const a = performance.now(); const r = await w(); t[n] = (t[n] ?? 0) + performance.now() - a; return r; };
  const cpu = process.cpuUsage();
  const N = 50;
  for (let i = 0; i < N; i++) {
    const openid = `o-${i}`;
    await time('shelve', () => shop.shelve(`s${i}`, 1));
    const p = await time('place', () => placeOrder(shop.deps, { openid, clientToken: `token-${i}`, lines: [{ skuId: `s${i}`, quantity: 1 }] }));
    if (p.kind !== 'placed') throw new Error(JSON.stringify(p));
    const orderId = p.file.order.orderId;
    const s = await time('start', () => startPayment(shop.deps, { openid, orderId }));
    if (s.kind !== 'started') throw new Error(JSON.stringify(s));
    if (i % 2) await time('pay', () => postJson(`${shop.wechatPay.controlUrl}/payments`, { prepay_id: s.requestPayment.package.slice(10), openid }));
    await time('close', () => closeOrder(shop.deps, { orderId, reason: 'cancelled' }));
    await time('jobs', () => runJobs(shop.deps));
  }
  const used = process.cpuUsage(cpu);
  console.log(Object.fromEntries(Object.entries(t).map(([k, v]) => [k, (v / N).toFixed(1)])), 'cpu/run', ((used.user + used.system) / 1000 / N).toFixed(1), shop.errors);
  await shop.close();
});
