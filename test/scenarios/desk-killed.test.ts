import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import { joinStaff } from '../../cloudfunctions/usecases/join-staff';
import type { ActionKind } from '../../miniprogram/contract/desk-actions';
import type { DeskMethod } from '../../miniprogram/contract/desk';
import { fen } from '../../miniprogram/contract/money';
import { aCell, aDraft } from '../fixtures/draft';
import { someSettings } from '../fixtures/shelf';
import { appoint } from './appoint';
import { openCounter } from './counter';
import type { DeskCall } from './desk-call';
import { callDesk } from './desk-call';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop, PRICE } from './in-process-shop';
import { mortal } from './mortal';
import type { RefundDesk } from './refund-desk';
import { openRefundDesk } from './refund-desk';

type Deps = InProcessShop['deps'];

/** One tap of one person: what it calls, and what of it can be seen afterwards. */
interface Tap {
  readonly call: (deps: Deps) => Promise<{ readonly ok: boolean }>;
  /** Everything the tap must leave behind once. */
  readonly seen: () => Promise<object>;
}

const PICTURE = { fileId: 'cloud://env/p.svg', width: 600, height: 600, alt: '' };

let shop: InProcessShop;
let desk: RefundDesk;
let runs = 0;

beforeAll(async () => {
  shop = await openInProcessShop(71);
  desk = openRefundDesk(shop);
  await appoint(shop.deps, { 'o-owner': 'owner', 'o-manager': 'manager' });
  const categories = [{ categoryId: 'textiles', name: '布艺', picture: PICTURE }];
  await shop.deps.store.saveSettings(someSettings({ categories, secondApprovalAbove: fen(5_000) }));
  await shop.deps.store.recordPicture({
    fileId: PICTURE.fileId,
    by: 'o-owner',
    type: 'image/png',
    bytes: 100,
    width: 600,
    height: 600,
    checkedAtMs: 0,
  });
});
afterEach(async () => {
  shop.cloud.faults.clear();
  expect(auditBooks(await shop.deps.store.readBooks())).toEqual([]);
});
afterAll(() => shop.close());

const token = () => `killed-${++runs}`;
const done = async (what: ActionKind, id: string) =>
  (await shop.deps.store.listActions({ what, limit: 100 })).filter(({ subject }) => subject.id === id).length;

function tapping<Method extends DeskMethod>(
  call: Omit<DeskCall<Method>, 'who'> & { readonly who?: string },
  seen: () => Promise<object>,
): Tap {
  const { who = 'o-owner', ...rest } = call;
  return { call: (deps) => callDesk(deps, { who, ...rest }), seen };
}

async function ship(): Promise<Tap> {
  const { orderId } = await desk.paidOrder();
  const parcels = [{ courierId: 'SF', trackingNo: `SF${1_600_000_000_000 + ++runs}` }];
  const params = { clientToken: token(), orderId, parcels };
  return tapping({ method: 'shipping.ship', params }, async () => {
    const { order, shipment } = await desk.file(orderId);
    const actions = await done('order.ship', orderId);
    return { parcels: order.parcels.length, version: shipment?.upload.version, actions };
  });
}

async function adjust(): Promise<Tap> {
  const skuId = `sku-killed-${++runs}`;
  await shop.shelve(skuId, 4);
  const params = { clientToken: token(), skuId, delta: 3, reason: 'delivery', version: 0 } as const;
  return tapping({ method: 'stock.adjust', params }, async () => {
    const file = await shop.deps.store.findStockFile(skuId);
    const { length: movements } = await shop.deps.store.listMovements({ skuId, limit: 10 });
    return { onHand: file?.stock.onHand, movements, actions: await done('stock.adjust', skuId) };
  });
}

async function refund(): Promise<Tap> {
  const { orderId } = await desk.paidOrder();
  const params = { clientToken: token(), orderId, amount: fen(1_000), goods: 'later', text: '' } as const;
  return tapping({ method: 'refunds.create', params }, async () => {
    const { refunds } = await desk.file(orderId);
    return { refunds: refunds.length, actions: await done('refund.create', orderId) };
  });
}

/** A refund of goods that go back on hand with it, agreed to by the second person. */
/** A step that began is followed by the next one a minute later. */
const PAST_THE_NEXT_STEP_MS = 70_000;

async function approve(): Promise<Tap> {
  const { orderId, skuId } = await desk.paidOrder();
  const asked = await desk.refund(
    orderId,
    { kind: 'lines', lines: [{ skuId, quantity: 1 }] },
    { goods: 'now' },
  );
  if (asked.kind === 'refused') throw new Error(asked.refusal);
  const params = { orderId, outRefundNo: asked.refund.outRefundNo };
  return tapping({ who: 'o-manager', method: 'refunds.approve', params }, async () => {
    // Who agreed has it sent; where that process died, the timer does.
    await desk.tick(PAST_THE_NEXT_STEP_MS);
    const [known] = (await desk.file(orderId)).refunds;
    const sent = { due: known?.state === 'due', there: (await desk.there(orderId)).length };
    return { ...sent, stock: await desk.stock(skuId), actions: await done('refund.approve', orderId) };
  });
}

async function goodsBack(): Promise<Tap> {
  const { orderId, skuId } = await desk.paidOrder(2);
  const lines = [{ skuId, quantity: 1 }];
  const asked = await desk.refund(
    orderId,
    { kind: 'lines', lines },
    { actor: { openid: 'o-manager', role: 'manager' } },
  );
  if (asked.kind === 'refused') throw new Error(asked.refusal);
  const ref = { orderId, outRefundNo: asked.refund.outRefundNo };
  await callDesk(shop.deps, { who: 'o-owner', method: 'refunds.approve', params: ref });
  return tapping({ method: 'refunds.goodsBack', params: ref }, async () => {
    return { stock: await desk.stock(skuId), actions: await done('refund.goodsBack', orderId) };
  });
}

/** Orders of the counter over one amount, which only this tap asks for. */
async function collections(minor: number): Promise<object> {
  const { orders, attempts } = await shop.deps.store.readBooks();
  const own = orders.filter(({ kind, total }) => kind === 'counter' && total.minor === minor);
  const numbers = own.flatMap((order) => order.attempts);
  return { orders: own.length, attempts: attempts.filter((one) => numbers.includes(one.outTradeNo)).length };
}

async function collectByQr(): Promise<Tap> {
  const amount = fen(20_000 + ++runs);
  const params = { clientToken: token(), amount, remark: '' };
  return tapping({ method: 'collect.byQr', params }, () => collections(amount.minor));
}

async function collectByCode(): Promise<Tap> {
  const amount = fen(20_000 + ++runs);
  const authCode = await openCounter(shop).showCode('pays');
  const params = { clientToken: token(), amount, remark: '', authCode };
  return tapping({ method: 'collect.byCode', params }, () => collections(amount.minor));
}

async function createProduct(): Promise<Tap> {
  const title = `围裙 ${++runs}`;
  const params = { clientToken: token(), product: aDraft(PICTURE.fileId, { title }) };
  return tapping({ method: 'products.create', params }, async () => {
    const made = await shop.deps.store.listActions({ what: 'product.create', limit: 100 });
    return { actions: made.filter((one) => one.title === title).length };
  });
}

async function saveProduct(): Promise<Tap> {
  const skus = [aCell([], { price: PRICE })];
  const draft = aDraft(PICTURE.fileId, { axes: [], skus });
  const params = { clientToken: token(), product: draft };
  const made = await callDesk(shop.deps, { who: 'o-owner', method: 'products.create', params });
  if (!made.ok) throw new Error(made.refusal.code);
  const { productId, version, grid } = made.value;
  const skuId = grid[0]?.sku?.skuId ?? '';
  const product = { ...draft, title: '换了名字的围裙', skus: [aCell([], { skuId, price: fen(9_900) })] };
  return tapping(
    { method: 'products.edit', params: { clientToken: token(), productId, version, product } },
    async () => {
      const file = await shop.deps.store.findProductFile(productId);
      const changed = { title: file?.product.title, versions: (file?.version ?? 0) - version };
      return { ...changed, actions: await done('product.edit', productId) };
    },
  );
}

async function join(): Promise<Tap> {
  const openid = `o-joins-${++runs}`;
  const params = { clientToken: token(), role: 'cashier', name: '小方' } as const;
  const invited = await callDesk(shop.deps, { who: 'o-owner', method: 'staff.invite', params });
  if (!invited.ok) throw new Error(invited.refusal.code);
  const { code } = invited.value.invitation;
  return {
    call: async (deps) => ({ ok: (await joinStaff(deps, { openid, code })).kind === 'joined' }),
    seen: async () => {
      const member = await shop.deps.store.findMember(openid);
      return { role: member?.role, actions: await done('staff.join', openid) };
    },
  };
}

const TAPS: readonly (readonly [name: string, make: () => Promise<Tap>, once: object])[] = [
  ['a shipment', ship, { parcels: 1, version: 1, actions: 1 }],
  ['an adjustment of stock', adjust, { onHand: 7, movements: 1, actions: 1 }],
  ['a refund', refund, { refunds: 1, actions: 1 }],
  [
    'a second approval',
    approve,
    { due: false, there: 1, stock: { onHand: 1, reserved: 0, sold: 0 }, actions: 1 },
  ],
  ['goods that come back', goodsBack, { stock: { onHand: 1, reserved: 0, sold: 1 }, actions: 1 }],
  ['a collection by a code on our screen', collectByQr, { orders: 1, attempts: 1 }],
  ['a collection by the payer’s code', collectByCode, { orders: 1, attempts: 1 }],
  ['a new product', createProduct, { actions: 1 }],
  ['a saved product', saveProduct, { title: '换了名字的围裙', versions: 1, actions: 1 }],
  ['somebody who joins', join, { role: 'cashier', actions: 1 }],
];

/** More calls to the outside than any of these methods makes. */
const MOST_CALLS = 20;
/** No rule is about speed: a death at each of some ten calls takes a while on a machine with other work. */
const WITHIN_MS = 600_000;

describe.each(TAPS)('%s, tapped again with the same token', (_name, make, once) => {
  it('happens once, though the database lost the reply to its commit', async () => {
    const tap = await make();
    shop.cloud.faults.add({ kind: 'replyLost', action: 'database.commitTransaction', times: 1 });
    const first = await tap.call(shop.deps);
    expect(shop.cloud.faults.list()[0]?.struck).toBe(1);
    shop.cloud.faults.clear();
    expect([first.ok, (await tap.call(shop.deps)).ok]).toEqual([true, true]);
    expect(await tap.seen()).toEqual(once);
  });

  it(
    'happens once, wherever the process died that began it',
    async () => {
      for (const after of [false, true])
        for (let call = 1; call <= MOST_CALLS; call++) {
          const tap = await make();
          const process = mortal(shop.deps, { call, after });
          const end = await Promise.race([tap.call(process.deps), process.died]);
          expect((await tap.call(shop.deps)).ok).toBe(true);
          expect({ after, call, seen: await tap.seen() }).toEqual({ after, call, seen: once });
          if (end !== 'died') break;
        }
    },
    WITHIN_MS,
  );
});
