import { closeOrder } from '../../../cloudfunctions/usecases/close-order';
import { confirmReceipt } from '../../../cloudfunctions/usecases/confirm-receipt';
import { saveAddress } from '../../../cloudfunctions/usecases/keep-addresses';
import { placeOrder } from '../../../cloudfunctions/usecases/place-order';
import { quoteWish } from '../../../cloudfunctions/usecases/quote-order';
import { healOrder } from '../../../cloudfunctions/usecases/heal-order';
import { requestRefund, withdrawRefundRequest } from '../../../cloudfunctions/usecases/request-refund';
import { startPayment } from '../../../cloudfunctions/usecases/start-payment';
import { fen } from '../../../miniprogram/contract/money';
import { REFUND_REQUEST_REASONS } from '../../../miniprogram/contract/refund';
import { HOME } from '../../../tools/world/shopper';
import type { Tale, Wish } from './cast';
import { SHELF, SHOPPERS } from './people';
import type { Steps } from './steps';

/** Noted before it is sent: a phone that heard nothing sends the very same again. */
function newWish(tale: Tale): Wish {
  const skus = Object.keys(SHELF).filter(() => tale.chance(0.5));
  const lines = (skus.length === 0 ? ['tea'] : skus).map((skuId) => ({ skuId, quantity: 1 + tale.upTo(3) }));
  const wish = { openid: tale.one(SHOPPERS) ?? '', clientToken: tale.name('order'), lines };
  tale.wishes.push(wish);
  return wish;
}

/** The address every shopper has, saved once. */
async function addressOf(tale: Tale, openid: string): Promise<string> {
  const known = tale.addresses.get(openid);
  if (known !== undefined) return known;
  const target = { clientToken: 'home-address' };
  const saved = await saveAddress(tale.shop.deps, { openid, address: HOME, makeDefault: false, target });
  if (saved.kind === 'refused') throw new Error(saved.refusal);
  tale.addresses.set(openid, saved.addressId);
  return saved.addressId;
}

/** What a shopper was shown, and what it costs. */
export async function quoted(deps: Tale['shop']['deps'], tale: Tale, wish: Omit<Wish, 'clientToken'>) {
  const addressId = await addressOf(tale, wish.openid);
  const { openid, lines } = wish;
  const quote = await quoteWish(deps, { openid, lines });
  return quote.kind === 'refused' ? null : { addressId, expectedTotal: quote.quote.total, remark: '' };
}

async function placeWish(deps: Tale['shop']['deps'], tale: Tale, wish: Wish) {
  const seen = await quoted(deps, tale, wish);
  if (seen === null) return { kind: 'refused', refusal: 'no quote' } as const;
  return placeOrder(deps, { ...wish, ...seen });
}

async function order(tale: Tale): Promise<string> {
  const wish = (tale.chance(0.15) ? tale.one(tale.wishes) : undefined) ?? newWish(tale);
  return tale.run(
    (deps) => placeWish(deps, tale, wish),
    (placed) => {
      if (placed.kind !== 'placed') return placed.refusal;
      const { orderId, total } = placed.file.order;
      const { openid } = wish;
      tale.ledger.totals.set(orderId, total.minor);
      if (!tale.orders.some((one) => one.orderId === orderId)) tale.orders.push({ orderId, openid });
      return orderId;
    },
  );
}

async function openSheet(tale: Tale): Promise<string | null> {
  const own = tale.one(tale.orders.slice(-2));
  if (own === undefined) return null;
  return tale.run(
    (deps) => startPayment(deps, own),
    (started) => {
      if (started.kind === 'refused') return started.refusal;
      const prepayId = started.requestPayment.package.replace('prepay_id=', '');
      tale.sheets.push({ prepay_id: prepayId, ...own });
      return prepayId;
    },
  );
}

/** A sheet stays on the phone: it may be paid twice, and long after the shop has forgotten it. */
async function paySheet(tale: Tale): Promise<string | null> {
  const sheet = tale.one(tale.sheets.slice(-3));
  if (sheet === undefined) return null;
  const outcome = tale.chance(0.85) ? 'success' : (tale.one(['cancel', 'fail']) ?? 'cancel');
  const { orderId, ...shown } = sheet;
  const status = await tale.control('payments', { ...shown, outcome });
  if (outcome === 'success' && status === '200') tale.paid.push(orderId);
  return `${outcome} ${status}`;
}

/** What most visits are: an order, its sheet and its payment, one after the other. */
async function buy(tale: Tale): Promise<string> {
  const ends = [await order(tale), await openSheet(tale), await paySheet(tale)];
  return ends.filter((end) => end !== null).join(', ');
}

/** From the moment the books say closed no sheet may take money, or the stock was set free too early. */
async function payClosed(tale: Tale, orderId: string): Promise<void> {
  for (const { prepay_id: sheet, openid } of tale.sheets.filter((one) => one.orderId === orderId)) {
    const status = await tale.control('payments', { prepay_id: sheet, openid });
    if (status === '200') throw new Error(`order ${orderId} is closed, and WeChat Pay took money for it`);
  }
}

async function cancel(tale: Tale, own = tale.one(tale.orders)): Promise<string | null> {
  if (own === undefined) return null;
  const { orderId } = own;
  const end = await tale.run(
    (deps) => closeOrder(deps, { orderId, reason: 'cancelled' }),
    ({ kind }) => kind,
  );
  if (end === 'closed') await payClosed(tale, orderId);
  return end;
}

/** Opens the sheet, leaves it, and cancels, while WeChat Pay may be hard to reach. */
async function changeMind(tale: Tale): Promise<string> {
  const begun = `${await order(tale)}, ${(await openSheet(tale)) ?? 'no sheet'}`;
  const endpoint = tale.one(['orders.close', 'orders.query']);
  if (tale.chance(0.5)) {
    await tale.control('faults', { kind: 'drop', act: false, endpoint, times: 4 });
    tale.planted.push({ name: 'pay:drop', times: 4 });
  }
  return `${begun}, ${(await cancel(tale, tale.orders.at(-1))) ?? 'nothing to cancel'}`;
}

async function look(tale: Tale): Promise<string | null> {
  const file = await tale.anyFile();
  if (file === null) return null;
  return tale.run(
    (deps) => healOrder(deps, file),
    (healed) => healed.order.state,
  );
}

async function confirm(tale: Tale): Promise<string | null> {
  const own = tale.one(tale.orders);
  if (own === undefined) return null;
  return tale.run(
    (deps) => confirmReceipt(deps, own),
    (end) => (end.kind === 'refused' ? end.refusal : end.file.order.state),
  );
}

async function askBack(tale: Tale): Promise<string | null> {
  const file = await tale.anyFile();
  if (!file?.order.openid) return null;
  const { orderId, openid, lines, total } = file.order;
  const [line] = lines;
  const scope =
    tale.chance(0.5) && line !== undefined
      ? ({ kind: 'lines', lines: [{ skuId: line.skuId, quantity: 1 + tale.upTo(line.quantity) }] } as const)
      : ({ kind: 'amount', amount: fen(1 + tale.upTo(total.minor + 100)) } as const);
  const reason = tale.one(REFUND_REQUEST_REASONS) ?? 'other';
  const wish = { openid, orderId, clientToken: tale.name('ask'), scope, reason, text: '', photos: [] };
  return tale.run(
    (deps) => requestRefund(deps, wish),
    (end) => (end.kind === 'refused' ? end.refusal : end.request.state),
  );
}

async function withdraw(tale: Tale): Promise<string | null> {
  const file = await tale.anyFile();
  const request = tale.one(file?.requests ?? []);
  if (request === undefined) return null;
  return tale.run(
    (deps) => withdrawRefundRequest(deps, request),
    (end) => (end.kind === 'refused' ? end.refusal : end.request.state),
  );
}

/** What shoppers do, and how often beside the other steps. */
export const SHOPPING: Steps = {
  buy: { weight: 16, play: buy },
  order: { weight: 5, play: order },
  openSheet: { weight: 6, play: openSheet },
  paySheet: { weight: 7, play: paySheet },
  cancel: { weight: 3, play: (tale) => cancel(tale) },
  changeMind: { weight: 3, play: changeMind },
  look: { weight: 6, play: look },
  confirm: { weight: 3, play: confirm },
  askBack: { weight: 4, play: askBack },
  withdraw: { weight: 1, play: withdraw },
};
