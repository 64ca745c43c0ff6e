import { fen } from '../../../miniprogram/contract/money';
import type { Tale } from './cast';
import { atDesk, someoneFor } from './desk';
import type { Steps } from './steps';

/** Small enough for one person, and twice of it too much. */
const HALF_OF_ALONE = 8_000;

/** All of it, a part that adds up with others, or any amount, also more than there is. */
function anyAmount(tale: Tale, totalMinor: number): number {
  const way = tale.upTo(4);
  if (way === 0) return totalMinor;
  return way === 1 ? Math.min(HALF_OF_ALONE, totalMinor) : 1 + tale.upTo(totalMinor + 100);
}

/** Gives back goods or an amount. */
export async function refund(tale: Tale): Promise<string | null> {
  const file = await tale.anyFile();
  if (file === null) return null;
  const { orderId, total, lines } = file.order;
  const [line] = lines;
  const byLines = tale.chance(0.5) && line !== undefined && file.order.kind === 'delivery';
  const scope = byLines
    ? { lines: [{ skuId: line.skuId, quantity: 1 + tale.upTo(line.quantity) }] }
    : { amount: fen(anyAmount(tale, total.minor)) };
  const goods = tale.chance(0.5) ? 'now' : 'later';
  const params = { orderId, clientToken: tale.name('refund'), goods, text: '', ...scope } as const;
  const who = someoneFor(tale, 'refunds');
  const said = await atDesk(tale, { who, method: 'refunds.create', params });
  return `${orderId} ${JSON.stringify(scope)} by ${who}: ${said.text}`;
}

async function decide(tale: Tale): Promise<string | null> {
  const file = await tale.anyFile();
  const request = tale.one(file?.requests ?? []);
  if (request === undefined) return null;
  const { requestId, amount } = request;
  const who = someoneFor(tale, 'refunds');
  if (tale.chance(0.3)) {
    const params = { requestId, answer: '已与您电话沟通' };
    return `no: ${(await atDesk(tale, { who, method: 'refunds.rejectRequest', params })).text}`;
  }
  const goods = tale.chance(0.5) ? 'now' : 'later';
  const less = tale.chance(0.2) ? { amount: fen(1 + tale.upTo(amount.minor + 50)), text: '扣除运费' } : {};
  const params = { requestId, goods, ...less } as const;
  return `yes: ${(await atDesk(tale, { who, method: 'refunds.approveRequest', params })).text}`;
}

async function anyRefund(tale: Tale) {
  const file = await tale.anyFile();
  const known = tale.one(file?.refunds ?? []);
  return known === undefined ? null : { orderId: known.orderId, outRefundNo: known.outRefundNo };
}

/** A second person agrees, declines, or is the first one again. */
export async function second(tale: Tale): Promise<string | null> {
  const params = await anyRefund(tale);
  if (params === null) return null;
  const method = tale.chance(0.8) ? 'refunds.approve' : 'refunds.decline';
  const who = someoneFor(tale, 'refunds');
  return `${method} by ${who}: ${(await atDesk(tale, { who, method, params })).text}`;
}

/** Goods of a refund have arrived. */
export async function goodsBack(tale: Tale): Promise<string | null> {
  const params = await anyRefund(tale);
  if (params === null) return null;
  const who = someoneFor(tale, 'refunds');
  return (await atDesk(tale, { who, method: 'refunds.goodsBack', params })).text;
}

async function mend(tale: Tale): Promise<string | null> {
  const params = await anyRefund(tale);
  if (params === null) return null;
  const who = someoneFor(tale, 'refunds');
  const way = tale.upTo(5);
  if (way < 2) return (await atDesk(tale, { who, method: 'refunds.retry', params })).text;
  if (way < 4) {
    const to = { kind: 'merchantBankCard' } as const;
    return (await atDesk(tale, { who, method: 'refunds.redirect', params: { ...params, to } })).text;
  }
  const note = '已用现金退给顾客';
  return `by hand: ${(await atDesk(tale, { who, method: 'refunds.settleByHand', params: { ...params, note } })).text}`;
}

/** The owner gives somebody another role: whoever lost a right has lost it at once. */
async function turnover(tale: Tale): Promise<string> {
  const { roles } = tale.ledger;
  const openid = tale.one(['o-warehouse', 'o-cashier', 'o-manager']) ?? 'o-cashier';
  const from = (await tale.shop.deps.store.findMember(openid))?.role ?? 'none';
  if (from === 'none') throw new Error(`${openid} left the shop`);
  const to = tale.one(['manager', 'warehouse', 'cashier', 'viewer'] as const) ?? 'viewer';
  const who = tale.chance(0.85) ? 'o-owner' : 'o-manager';
  roles.set(openid, null);
  const said = await atDesk(tale, { who, method: 'staff.changeRole', params: { openid, from, to } });
  roles.set(openid, (await tale.shop.deps.store.findMember(openid))?.role ?? 'none');
  return `${openid} from ${from} to ${to} by ${who}: ${said.text}`;
}

/** What the merchant's staff does about money that goes back, and about itself. */
export const KEEPING_SHOP: Steps = {
  refund: { weight: 6, play: refund },
  decide: { weight: 5, play: decide },
  second: { weight: 4, play: second },
  goodsBack: { weight: 3, play: goodsBack },
  mend: { weight: 2, play: mend },
  turnover: { weight: 1, play: turnover },
};
