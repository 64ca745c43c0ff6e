import type { Order, Parcel } from '../../../cloudfunctions/core/order/order';
import type { Shipment } from '../../../cloudfunctions/core/shipment/shipment';
import { mergeLines } from '../../../cloudfunctions/core/stock/stock';
import type { Books } from '../../../cloudfunctions/ports/store';
import type { Tale } from './cast';
import type { AdjustmentAsked, Ledger, ParcelsAsked } from './ledger';
import { takenBackMinor } from './ledger';

/** What WeChat holds of one order's shipping. */
interface ShippedThere {
  readonly transactionId: string;
  readonly confirmedMs: number | null;
  readonly shipping: {
    readonly finished: boolean;
    readonly corrections: number;
    readonly items: readonly { readonly trackingNo: string; readonly expressCompany: string }[];
  } | null;
}

const DAY_MS = 24 * 60 * 60_000;

function numbersOf(parcels: readonly { readonly trackingNo: string }[]): readonly string[] {
  return parcels.map(({ trackingNo }) => trackingNo).filter((one) => one !== '');
}

/** The numbers an order must have, and those it may: of a call nobody heard the answer to. */
function expected(asked: readonly ParcelsAsked[]) {
  let must = new Set<string>();
  let may = new Set<string>();
  for (const { what, parcels, heard } of asked) {
    const numbers = numbersOf(parcels);
    if (heard === 'refused') continue;
    if (what === 'correct' && heard === 'done') [must, may] = [new Set(numbers), new Set()];
    else if (what === 'correct') [must, may] = [new Set(), new Set([...must, ...may, ...numbers])];
    else for (const number of numbers) (heard === 'done' ? must : may).add(number);
  }
  return { must, may };
}

function goodsIn(lines: Parcel['lines']): string {
  if (lines === null) return 'everything';
  const merged = mergeLines(lines).map(({ skuId, quantity }) => `${skuId}*${quantity}`);
  return merged.toSorted().join();
}

/** What was sent is what was asked for: these numbers and no others, with these goods. */
function parcelProblems({ orders }: Books, { parcels: all }: Ledger): readonly string[] {
  return orders.flatMap(({ orderId, parcels, lines: ordered }) => {
    const asked = all.filter((one) => one.orderId === orderId);
    const { must, may } = expected(asked);
    const there = numbersOf(parcels);
    const problems = [
      ...[...must].filter((one) => !there.includes(one)).map((one) => `lacks parcel ${one}`),
      ...there
        .filter((one) => !must.has(one) && !may.has(one))
        .map((one) => `has parcel ${one}, which nobody sent`),
    ];
    const wishes = asked.filter(({ heard }) => heard !== 'refused').flatMap((one) => one.parcels);
    for (const { trackingNo, lines } of parcels) {
      const wish = wishes.findLast((one) => one.trackingNo === trackingNo);
      if (wish?.lines === undefined) continue;
      const [has, wants] = [goodsIn(lines ?? ordered), goodsIn(wish.lines)];
      if (has !== wants) problems.push(`parcel ${trackingNo} holds ${has}, but ${wants} was asked for`);
    }
    return problems.map((text) => `order ${orderId} ${text}`);
  });
}

function repeatedNumbers({ orders }: Books): readonly string[] {
  const all = orders.flatMap(({ parcels }) => numbersOf(parcels));
  return all.filter((one, at) => all.indexOf(one) !== at).map((one) => `parcel ${one} left twice`);
}

/** Uploads that have not come to an end although nothing hinders them. */
export function openUploads({ shipments }: Books): readonly string[] {
  return shipments
    .filter(({ upload }) => upload.state === 'due' || upload.state === 'waiting' || upload.state === 'unsure')
    .map(({ orderId, upload }) => `the upload of order ${orderId} is still ${upload.state}`);
}

function uploadTexts(
  order: Order,
  { upload, complete, way }: Shipment,
  there: ShippedThere | undefined,
): readonly string[] {
  const shipping = there?.shipping ?? null;
  if ((shipping?.corrections ?? 0) > 1) return [`was corrected ${shipping?.corrections} times at WeChat`];
  if (upload.state !== 'sent') return [];
  if (shipping === null) return ['is uploaded, but WeChat has nothing'];
  if (shipping.finished !== complete)
    return [`is ${complete ? '' : 'not '}complete, and at WeChat the other way`];
  if (way !== 'express') return [];
  const [ours, theirs] = [numbersOf(order.parcels), numbersOf(shipping.items)].map((one) =>
    one.toSorted().join(),
  );
  return ours === theirs ? [] : [`went with ${ours}, but WeChat has ${theirs}`];
}

/** What WeChat knows of the goods is what the books say it knows. */
async function uploadProblems(books: Books, tale: Tale): Promise<readonly string[]> {
  const answer = await fetch(`${tale.shop.wechatControlUrl}/state`);
  const { orders: all } = (await answer.json()) as { readonly orders: readonly ShippedThere[] };
  const there = new Map(all.map((one) => [one.transactionId, one]));
  const orders = new Map(books.orders.map((order) => [order.orderId, order]));
  const nowMs = tale.shop.wechatPay.clock.nowMs();
  return books.shipments.flatMap((shipment) => {
    const { orderId, upload } = shipment;
    const order = orders.get(orderId);
    const attempt = books.attempts.find((one) => one.orderId === orderId && one.state === 'succeeded');
    if (order === undefined || attempt === undefined)
      return [`order ${orderId} was sent, but nobody paid it`];
    const known = there.get(attempt.transactionId ?? '');
    const texts = [...uploadTexts(order, shipment, known)];
    const goneBack = takenBackMinor(books.refunds.filter((one) => one.orderId === orderId));
    // What was received before anybody heard of it takes no correction any more; that is known within a day.
    const received = (known?.confirmedMs ?? null) !== null;
    const mayFail = tale.ledger.refusals > 0 || received || goneBack >= attempt.amount.minor;
    if ((upload.state === 'refused' || upload.state === 'givenUp') && !mayFail)
      texts.push(`has an upload that is ${upload.state} by ${upload.code}, for no reason`);
    // Of money that went back whole WeChat only says that it did.
    const arrived = (known?.confirmedMs ?? nowMs) < nowMs - DAY_MS && goneBack < attempt.amount.minor;
    if (arrived && upload.state === 'refused')
      texts.push('was received at WeChat a day ago, and its upload still waits for somebody');
    if (arrived && upload.state === 'sent' && order.state === 'shipped')
      texts.push('was received at WeChat a day ago, and is only shipped here');
    return texts.map((text) => `order ${orderId} ${text}`);
  });
}

function adjustmentTexts(asked: AdjustmentAsked, made: readonly number[]): readonly string[] {
  const { skuId, delta, note, heard } = asked;
  const said = `adjustment ${note} of ${skuId} by ${delta}, ${heard}, `;
  if (made.length > 1) return [`${said}was made ${made.length} times`];
  if (made.length === 0) return heard === 'done' ? [`${said}is not in the books`] : [];
  if (heard === 'refused') return [`${said}was made all the same`];
  return made[0] === delta ? [] : [`${said}is in the books by ${made[0]}`];
}

/** Every adjustment that was heard of happened once, and nothing else was adjusted. */
function adjustmentProblems({ movements }: Books, { adjustments }: Ledger): readonly string[] {
  const made = movements.filter(({ kind }) => kind === 'adjust');
  const notes = new Set(adjustments.map(({ note }) => note));
  return [
    ...adjustments.flatMap((asked) =>
      adjustmentTexts(
        asked,
        made
          .filter((one) => one.adjustment?.note === asked.note && one.skuId === asked.skuId)
          .map((one) => one.quantity),
      ),
    ),
    ...made
      .filter(({ adjustment }) => !notes.has(adjustment?.note ?? ''))
      .map(({ movementId }) => `adjustment ${movementId} was made by nobody`),
  ];
}

/** An order costs what the shopper agreed to, at a price its SKU once had. */
function priceProblems({ orders }: Books, { prices, totals }: Ledger): readonly string[] {
  return orders.flatMap(({ orderId, kind, lines, total }) => {
    if (kind === 'counter') return [];
    const agreed = totals.get(orderId);
    const strange = lines.find(({ skuId, unitPrice }) => prices.get(skuId)?.has(unitPrice.minor) !== true);
    return [
      ...(agreed !== undefined && agreed !== total.minor
        ? [`order ${orderId} costs ${total.minor}, but ${agreed} was agreed`]
        : []),
      ...(strange === undefined
        ? []
        : [`order ${orderId} has ${strange.skuId} at ${strange.unitPrice.minor}`]),
    ];
  });
}

/** Everything wrong about goods: what was sent, what WeChat knows of it, what stands on the shelf and what it cost. */
export async function judgeGoods(books: Books, tale: Tale): Promise<readonly string[]> {
  return [
    ...parcelProblems(books, tale.ledger),
    ...repeatedNumbers(books),
    ...(await uploadProblems(books, tale)),
    ...adjustmentProblems(books, tale.ledger),
    ...priceProblems(books, tale.ledger),
  ];
}
