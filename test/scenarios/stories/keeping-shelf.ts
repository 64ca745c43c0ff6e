import type { EditProductView, ProductDraft, SkuDraft } from '../../../miniprogram/contract/desk-products';
import { ADJUST_REASONS } from '../../../miniprogram/contract/desk-stock';
import { fen } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import { placeOrder } from '../../../cloudfunctions/usecases/place-order';
import { editProductView } from '../../../cloudfunctions/usecases/product-views';
import type { Tale } from './cast';
import type { Said } from './desk';
import { atDesk, someoneFor } from './desk';
import { SHELF, SHOPPERS } from './people';
import { quoted } from './shopping';
import type { Steps } from './steps';

function anySku(tale: Tale): string {
  return tale.one(Object.keys(SHELF)) ?? 'tea';
}

/** Somebody counted: pieces more or less, on the version they saw, which may be old. */
export async function adjust(tale: Tale, skuId = anySku(tale)): Promise<string | null> {
  const file = await tale.shop.deps.store.findStockFile(skuId);
  if (file === null) return null;
  const stale = tale.chance(0.15) ? 1 : 0;
  const version = Math.max(0, file.adjustments - stale);
  const delta = (tale.chance(0.6) ? 1 : -1) * (1 + tale.upTo(tale.chance(0.1) ? 200 : 8));
  const note = tale.name('adjust');
  const reason = tale.one(ADJUST_REASONS) ?? 'recount';
  const params = { clientToken: note, skuId, delta, reason, note, version };
  const said = await atDesk(tale, { who: someoneFor(tale, 'stock'), method: 'stock.adjust', params });
  tale.ledger.adjustments.push({ skuId, delta, note, heard: said.heard });
  if (said.heard === 'done' && version !== file.adjustments)
    tale.problems.push(`${skuId} was adjusted on version ${version} while ${file.adjustments} had been made`);
  if (said.heard === 'done' && tale.focus === null && file.stock.onHand + delta < 0)
    tale.problems.push(`${-delta} of ${skuId} were taken away, of ${file.stock.onHand}`);
  return `${skuId} ${delta} on version ${version}: ${said.text}`;
}

function draftOf(product: EditProductView, price: Money): ProductDraft {
  const { title, subtitle, categoryId, facts, keywords, axes, position, limitPerOrder } = product;
  const skus = product.grid.map(({ values, sku }): SkuDraft => {
    if (sku === null) return { values, offered: false };
    const { skuId, barcode } = sku;
    return { values, offered: true, skuId, price, barcode, picture: null };
  });
  const gallery = product.gallery.map(({ fileId, alt }) => ({ fileId, alt }));
  const words = { title, subtitle, categoryId, facts, keywords, axes, position, limitPerOrder };
  return { ...words, gallery, details: [], skus };
}

/** Somebody gives a product another price, on the version they saw. */
async function reprice(
  tale: Tale,
  skuId: string,
  who = someoneFor(tale, 'products'),
): Promise<Said<'products.edit'> | null> {
  const file = await tale.shop.deps.store.findProductFile(skuId);
  if (file === null) return null;
  const product = editProductView(file);
  const price = fen(100 * (1 + tale.upTo(120)));
  const version = tale.chance(0.15) ? Math.max(0, product.version - 1) : product.version;
  // Noted before: nobody may hear of a change that was made.
  tale.ledger.prices.get(skuId)?.add(price.minor);
  const params = {
    clientToken: tale.name('edit'),
    productId: skuId,
    version,
    product: draftOf(product, price),
  };
  const said = await atDesk(tale, { who, method: 'products.edit', params });
  if (said.heard === 'done' && version !== product.version)
    tale.problems.push(`${skuId} was edited on version ${version} while it was ${product.version}`);
  return said;
}

async function edit(tale: Tale): Promise<string | null> {
  const skuId = anySku(tale);
  const said = await reprice(tale, skuId);
  return said === null ? null : `${skuId}: ${said.text}`;
}

async function shelve(tale: Tale, skuId: string, onSale: boolean, who = someoneFor(tale, 'products')) {
  const method = onSale ? 'products.publish' : 'products.withdraw';
  return atDesk(tale, { who, method, params: { productId: skuId } });
}

async function publish(tale: Tale): Promise<string> {
  const skuId = anySku(tale);
  const onSale = tale.chance(0.8);
  return `${skuId} ${onSale ? 'on sale' : 'withdrawn'}: ${(await shelve(tale, skuId, onSale)).text}`;
}

/** A shopper has the checkout open, and somebody changes the product behind it. */
async function overtaken(tale: Tale): Promise<string> {
  const { deps } = tale.shop;
  const openid = tale.one(SHOPPERS) ?? 'o-lin';
  const skuId = anySku(tale);
  const lines = [{ skuId, quantity: 1 }];
  const seen = await quoted(deps, tale, { openid, lines });
  if (seen === null) return 'no quote';
  const { expectedTotal: total } = seen;
  const withdraw = tale.chance(0.4);
  const done = withdraw ? await shelve(tale, skuId, false, 'o-owner') : await reprice(tale, skuId, 'o-owner');
  const wish = { openid, clientToken: tale.name('order'), lines, ...seen };
  const end = await tale.attempt((living) => placeOrder(living, wish));
  if (withdraw) await shelve(tale, skuId, true, 'o-owner');
  if (end.kind !== 'ended') return end.text;
  const placed = end.value;
  if (placed.kind === 'refused') return `${placed.refusal} after ${done?.text ?? 'nothing'}`;
  const { order } = placed.file;
  tale.orders.push({ orderId: order.orderId, openid });
  tale.ledger.totals.set(order.orderId, total.minor);
  const changed = done !== null && done.heard === 'done' && (withdraw || priceOf(done.value) !== total.minor);
  if (changed)
    tale.problems.push(
      `${skuId} was sold for ${total.minor} after it was ${withdraw ? 'withdrawn' : 'repriced'}`,
    );
  return `${order.orderId} after ${done?.text ?? 'nothing'}`;
}

function priceOf({ grid }: EditProductView): number | undefined {
  return grid[0]?.sku?.price.minor;
}

/** What stands on the shelf, and for how much. */
export const KEEPING_SHELF: Steps = {
  adjust: { weight: 6, play: (tale) => adjust(tale) },
  edit: { weight: 3, play: edit },
  publish: { weight: 4, play: publish },
  overtaken: { weight: 3, play: overtaken },
};
