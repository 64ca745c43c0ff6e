import { isUnderWay } from '../../../cloudfunctions/core/payment/attempt';
import type { CollectionCard } from '../../../miniprogram/contract/desk-collect';
import { fen } from '../../../miniprogram/contract/money';
import { CODE_BEHAVIOURS } from '../../../simulators/wechat-pay/orders/payment-code';
import { postJson } from '../../../tools/world/shopper';
import type { Tale } from './cast';
import type { Said } from './desk';
import { atDesk, someoneFor } from './desk';
import type { Steps } from './steps';

const PAYER = 'o-walk-in';

function noted(
  tale: Tale,
  said: Said<'collect.byCode' | 'collect.byQr' | 'collect.check' | 'collect.void'>,
): string {
  if (said.heard !== 'done') return said.text;
  const { orderId, standing }: CollectionCard = said.value;
  if (!tale.collections.includes(orderId)) tale.collections.push(orderId);
  if (standing.kind === 'waiting' && standing.codeUrl !== undefined)
    tale.sheets.push({ orderId, code_url: standing.codeUrl, openid: PAYER });
  tale.count(`collection ${standing.kind}`);
  return standing.kind;
}

function wish(tale: Tale) {
  return { clientToken: tale.name('collect'), amount: fen(1 + tale.upTo(20_000)), remark: '' };
}

async function collectWithCode(tale: Tale): Promise<string> {
  const behaviour = tale.one(CODE_BEHAVIOURS) ?? 'pays';
  const shown = { behaviour, openid: PAYER, answers_after_seconds: tale.upTo(40) };
  const { auth_code: authCode } = (await postJson(
    `${tale.shop.wechatPay.controlUrl}/payment-codes`,
    shown,
  )) as { auth_code: string };
  const params = { ...wish(tale), authCode };
  const said = await atDesk(tale, { who: someoneFor(tale, 'collect'), method: 'collect.byCode', params });
  return `${behaviour}: ${noted(tale, said)}`;
}

async function collectWithQr(tale: Tale): Promise<string> {
  const call = { who: someoneFor(tale, 'collect'), method: 'collect.byQr', params: wish(tale) } as const;
  return noted(tale, await atDesk(tale, call));
}

/** The screen asks again; the payer's phone may be asking for the password meanwhile. */
export async function watch(tale: Tale): Promise<string | null> {
  const orderId = tale.focus ?? tale.one(tale.collections.slice(-2));
  if (orderId === undefined) return null;
  const call = { who: someoneFor(tale, 'collect'), method: 'collect.check', params: { orderId } } as const;
  return noted(tale, await atDesk(tale, call));
}

/** Takes a collection back. A cashier ends what waits, and gives back nothing that was paid. */
export async function voidOne(tale: Tale): Promise<string | null> {
  const orderId = tale.focus ?? tale.one(tale.collections.slice(-3));
  if (orderId === undefined) return null;
  const who = someoneFor(tale, 'collect');
  const before = await tale.shop.deps.store.findOrder(orderId);
  const said = await atDesk(tale, { who, method: 'collect.void', params: { orderId } });
  const kept = before?.order.state === 'completed' && before.refunds.length === 0;
  const paid = kept && before.attempts.some((one) => one.state === 'succeeded' && !isUnderWay(one));
  if (said.heard === 'done' && paid && tale.ledger.roles.get(who) === 'cashier')
    tale.problems.push(`${orderId} was paid and voided by a cashier`);
  return `${orderId} by ${who}: ${noted(tale, said)}`;
}

/** What happens at the counter. */
export const AT_THE_COUNTER: Steps = {
  collectWithCode: { weight: 4, play: collectWithCode },
  collectWithQr: { weight: 2, play: collectWithQr },
  watch: { weight: 4, play: watch },
  voidOne: { weight: 2, play: voidOne },
};
