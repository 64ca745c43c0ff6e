import { mayDo } from '../../miniprogram/contract/staff';
import type { Actor } from '../core/shop/actor';
import type { Refund } from '../core/refund/refund';
import type { AbnormalRefundRequest, GatewayRefund } from '../ports/payment-gateway';
import type { OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { refundAction } from './decide-on-refund';
import { enterRefund } from './enter-refund';
import { keepCallEvidence } from './evidence';

/**
 * How sending an abnormal refund elsewhere ended. `sent`: taken in, it stays abnormal until the money arrived.
 * `unknown`: nothing may be concluded; look again before doing it again.
 */
export type RedirectRefundResult =
  | { readonly kind: 'sent' | 'unknown' }
  | {
      readonly kind: 'refused';
      readonly refusal: 'NOT_ALLOWED' | 'REFUND_NOT_FOUND' | 'REFUND_NOT_ABNORMAL' | 'REFUND_REDIRECTED';
    }
  | { readonly kind: 'refusedByGateway'; readonly code: string };

/** Where an abnormal refund goes, as a person decided. The bank account passes through and is never kept. */
export interface RedirectRefund {
  readonly actor: Actor;
  readonly orderId: string;
  readonly outRefundNo: string;
  readonly to: AbnormalRefundRequest['to'];
}

function refundIn(file: OrderFile | null, outRefundNo: string): Refund | undefined {
  return file?.refunds.find((one) => one.outRefundNo === outRefundNo);
}

/** What the log says of where it went; never whose card. */
const WHERE_TO = { userBankCard: '退到顾客的银行卡', merchantBankCard: '退到商户的银行卡' };

/** Two people at the same moment: the second one waits until the first one's call is certainly over. */
const ONE_AT_A_TIME_MS = 60_000;

/** Writes down where it goes, before the call; taken back when the gateway said no. */
async function noteRedirection(
  { store, clock, ids }: GatewayDeps,
  { actor, orderId, outRefundNo, to }: RedirectRefund,
  what: 'begin' | 'takeBack',
): Promise<Refund | null> {
  const redirection = what === 'takeBack' ? null : { to: to.kind, by: actor.openid, atMs: clock.nowMs() };
  const done = { actionId: ids.unique(), actor, what: 'refund.redirect', nowMs: clock.nowMs() } as const;
  return store.changeOrder<Refund | null>(orderId, (file) => {
    const known = refundIn(file, outRefundNo);
    const sentAtMs = known?.redirection?.atMs ?? 0;
    const free = what === 'takeBack' || sentAtMs + ONE_AT_A_TIME_MS <= clock.nowMs();
    if (!file || known?.state !== 'abnormal' || !free) return { result: null };
    const refund = { ...known, redirection };
    const { order } = file;
    const note = what === 'takeBack' ? '微信支付没有受理' : WHERE_TO[to.kind];
    const actions = [refundAction({ order, refund, note }, done)];
    return { result: refund, write: { order, refunds: [refund], actions } };
  });
}

function why(refund: Refund | undefined): RedirectRefundResult {
  if (refund === undefined) return { kind: 'refused', refusal: 'REFUND_NOT_FOUND' };
  const refusal = refund.state === 'abnormal' ? 'REFUND_REDIRECTED' : 'REFUND_NOT_ABNORMAL';
  return { kind: 'refused', refusal };
}

/** What the gateway says of it now: `processing` after it was abnormal means that it is on its way elsewhere. */
async function askState(
  deps: GatewayDeps,
  refund: Refund,
): Promise<GatewayRefund['state'] | 'notThere' | 'unknown'> {
  const answer = await deps.gateway.queryRefund(refund.outRefundNo);
  await keepCallEvidence(deps, 'query', refund, answer);
  if (answer.kind === 'refused' && answer.refusal.reason === 'refundNotExist') return 'notThere';
  if (answer.kind !== 'accepted') return 'unknown';
  await enterRefund(deps, answer.value);
  return answer.value.state;
}

/**
 * Sends an abnormal refund to a bank card of the payer or to the merchant's own. Asks first what became of it: while
 * the gateway says that it is abnormal nothing is on its way. That it is sent is written down before the call.
 */
export async function redirectRefund(deps: GatewayDeps, wish: RedirectRefund): Promise<RedirectRefundResult> {
  const { actor, orderId, outRefundNo, to } = wish;
  if (!mayDo(actor.role, 'refund')) return { kind: 'refused', refusal: 'NOT_ALLOWED' };
  const known = refundIn(await deps.store.findOrder(orderId), outRefundNo);
  if (known === undefined) return why(known);
  const stands = await askState(deps, known);
  // Unsigned, and it told of this one before: of an abnormal refund nothing is concluded from it.
  if (stands === 'unknown' || (stands === 'notThere' && known.state === 'abnormal'))
    return { kind: 'unknown' };
  if (known.state === 'abnormal' && stands === 'processing')
    return { kind: 'refused', refusal: 'REFUND_REDIRECTED' };
  const begun = await noteRedirection(deps, wish, 'begin');
  if (begun === null) return why(refundIn(await deps.store.findOrder(orderId), outRefundNo));
  const { refundId } = begun;
  if (refundId === null) throw new Error(`refund ${outRefundNo} is abnormal and has no refundId`);
  const answer = await deps.gateway.refundAbnormal({ outRefundNo, refundId, to });
  await keepCallEvidence(deps, 'refund', begun, answer);
  deps.log.info('desk.redirectRefund', { outRefundNo, by: actor.openid, to: to.kind, end: answer.kind });
  if (answer.kind === 'accepted') {
    await enterRefund(deps, answer.value);
    return { kind: 'sent' };
  }
  if (answer.kind === 'unknown') return { kind: 'unknown' };
  await noteRedirection(deps, wish, 'takeBack');
  return { kind: 'refusedByGateway', code: answer.refusal.code };
}
