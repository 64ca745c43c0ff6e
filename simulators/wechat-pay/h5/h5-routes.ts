import { Hono } from 'hono';
import type { Context } from 'hono';
import { findPayable } from '../control/find-payable';
import type { Payable } from '../control/find-payable';
import { payAsShopper, refusePayment } from '../control/pay-as-shopper';
import { H5_PATH } from '../orders/pay-sheet';
import type { World } from '../world';
import { messagePage, payPage } from './h5-page';

/** What may stand in an h5_url: the two members it was issued with, and the way back. */
const KNOWN_MEMBERS = ['prepay_id', 'package', 'redirect_url'];

/** The page behind an h5_url: a browser pays or cancels there, and is sent back to redirect_url. */
export function createH5Routes(world: World): Hono {
  const routes = new Hono();
  routes.get(H5_PATH, (c) => {
    const visit = readVisit(c, world);
    if (visit.kind === 'page') return c.html(visit.html, visit.status);
    const refusal = refusePayment(visit.payable, undefined, world.clock.nowMs());
    if (refusal !== undefined) return c.html(messagePage(refusal.what, visit.backUrl), 403);
    const { request } = visit.payable.order;
    return c.html(payPage({ description: request.description, totalFen: request.amount.total }));
  });
  routes.post(H5_PATH, async (c) => {
    const visit = readVisit(c, world);
    if (visit.kind === 'page') return c.html(visit.html, visit.status);
    const { outcome } = await c.req.parseBody();
    const wish = { h5_url: c.req.url, outcome: outcome === 'success' ? 'success' : 'cancel' } as const;
    const result = payAsShopper(wish, world);
    if (result.kind === 'error') return c.html(messagePage(result.error.what, visit.backUrl), 403);
    if (visit.backUrl !== undefined) return c.redirect(visit.backUrl, 303);
    return c.html(messagePage(wish.outcome === 'success' ? '支付成功' : '支付已取消', undefined));
  });
  return routes;
}

type Visit =
  | { readonly kind: 'visit'; readonly payable: Payable; readonly backUrl: string | undefined }
  | { readonly kind: 'page'; readonly html: Promise<string>; readonly status: 400 | 404 };

function readVisit(c: Context, world: World): Visit {
  const members = c.req.query();
  const backUrl = members['redirect_url'];
  if (Object.keys(members).some((name) => !KNOWN_MEMBERS.includes(name)) || !isWebAddress(backUrl)) {
    return { kind: 'page', html: messagePage('商家参数格式有误，请联系商家解决', undefined), status: 400 };
  }
  const found = findPayable({ h5_url: c.req.url }, world);
  if (found.kind === 'error') {
    return { kind: 'page', html: messagePage('支付请求不存在或已失效', backUrl), status: 404 };
  }
  return { kind: 'visit', payable: found.value, backUrl };
}

/** An address a browser may be sent back to; none at all is fine. */
function isWebAddress(text: string | undefined): boolean {
  if (text === undefined) return true;
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
