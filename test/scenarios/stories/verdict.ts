import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import { isUnderWay } from '../../../cloudfunctions/core/payment/attempt';
import type { Books } from '../../../cloudfunctions/ports/store';
import type { Tale } from './cast';
import { judgeBills } from './verdict-bills';
import { judgeGoods, openUploads } from './verdict-goods';
import { judgeStaff } from './verdict-staff';

/** What WeChat Pay holds. */
interface Theirs {
  readonly orders: readonly {
    readonly out_trade_no: string;
    readonly trade_state: string;
    readonly transaction_id: string | null;
  }[];
  readonly refunds: readonly {
    readonly out_refund_no: string;
    readonly out_trade_no: string;
    readonly status: string;
    readonly refund: number;
  }[];
}

const NEVER_TAKEN = new Set(['NOTPAY', 'CLOSED', 'USERPAYING', 'PAYERROR', 'REVOKED']);

function paymentProblems(books: Books, theirs: Theirs): string[] {
  const there = new Map(theirs.orders.map((order) => [order.out_trade_no, order]));
  const here = new Map(books.attempts.map((attempt) => [attempt.outTradeNo, attempt]));
  const known = books.attempts.flatMap(({ outTradeNo, state, transactionId }) => {
    const truth = there.get(outTradeNo);
    const taken = truth !== undefined && !NEVER_TAKEN.has(truth.trade_state);
    const said = `payment ${outTradeNo} is ${state} here and ${truth?.trade_state ?? 'unknown'} at WeChat Pay`;
    // What was paid and revoked went back; the books may have either word for it.
    if (truth?.trade_state === 'REVOKED') return [];
    if (taken !== (state === 'succeeded')) return [said];
    return taken && truth.transaction_id !== transactionId ? [`${said}, under another number`] : [];
  });
  const strangers = theirs.orders.filter(({ out_trade_no }) => !here.has(out_trade_no));
  return [...known, ...strangers.map(({ out_trade_no }) => `payment ${out_trade_no} is not in the books`)];
}

const THEIR_WORD: Readonly<Record<string, string>> = {
  processing: 'PROCESSING',
  succeeded: 'SUCCESS',
  closed: 'CLOSED',
  abnormal: 'ABNORMAL',
};

function refundProblems(books: Books, theirs: Theirs): string[] {
  const there = new Map(theirs.refunds.map((refund) => [refund.out_refund_no, refund]));
  const here = new Set(books.refunds.map(({ outRefundNo }) => outRefundNo));
  const known = books.refunds.flatMap(({ outRefundNo, state, amount, asked }) => {
    const truth = there.get(outRefundNo);
    const said = `refund ${outRefundNo} is ${state} here and ${truth?.status ?? 'unknown'} at WeChat Pay`;
    // What a second person has not agreed to was never sent.
    const sent = state in THEIR_WORD && asked?.approval.kind !== 'declined';
    if (truth === undefined) return sent ? [said] : [];
    const same = THEIR_WORD[state] === truth.status && truth.refund === amount.minor;
    return same ? [] : [said];
  });
  const strangers = theirs.refunds.filter(({ out_refund_no }) => !here.has(out_refund_no));
  return [...known, ...strangers.map(({ out_refund_no }) => `refund ${out_refund_no} is not in the books`)];
}

/** Money that nothing but a person can move on: who must agree, or what the payer's account refuses. */
function waitsForAPerson(books: Books): Set<string> {
  const waiting = books.refunds.filter(
    ({ state, trouble }) =>
      state === 'awaitingApproval' || state === 'abnormal' || (trouble !== null && state === 'due'),
  );
  return new Set(waiting.map(({ outRefundNo }) => outRefundNo));
}

/** What must still end by itself. */
export function unfinished(books: Books): string[] {
  const people = waitsForAPerson(books);
  const refunds = books.refunds.filter(
    ({ outRefundNo, state }) => !people.has(outRefundNo) && (state === 'due' || state === 'processing'),
  );
  return [
    ...books.orders
      .filter(({ state }) => state === 'awaitingPayment')
      .map(({ orderId }) => `order ${orderId} still waits`),
    ...books.attempts
      .filter(isUnderWay)
      .map(({ outTradeNo, state }) => `payment ${outTradeNo} is still ${state}`),
    ...refunds.map(({ outRefundNo, state }) => `refund ${outRefundNo} is still ${state}`),
    ...openUploads(books),
  ];
}

/**
 * Everything wrong at the end of a story; empty when both sides hold the same money and goods, every day is matched, and
 * every rule held. Above `aloneMinor` two people have to agree to a refund.
 */
export async function judge(tale: Tale, aloneMinor: number): Promise<string[]> {
  const { deps, wechatPay } = tale.shop;
  const books = await deps.store.readBooks();
  const theirs = (await (await fetch(`${wechatPay.controlUrl}/state`)).json()) as Theirs;
  return [
    ...auditBooks(books).map(({ rule, id, text }) => `${rule} ${id}: ${text}`),
    ...unfinished(books),
    ...paymentProblems(books, theirs),
    ...refundProblems(books, theirs),
    ...(await judgeGoods(books, tale)),
    ...(await judgeStaff(books, deps.store, aloneMinor)),
    ...(await judgeBills(tale)),
  ];
}
