import { fen } from '../../miniprogram/contract/money';
import type { DetailBlock } from '../../miniprogram/contract/catalogue';
import type { Role } from '../../miniprogram/contract/me';
import { createIds } from '../../cloudfunctions/adapters/system/ids';
import type { Product } from '../../cloudfunctions/core/catalogue/product';
import type { NewSku } from '../../cloudfunctions/ports/catalogue-store';
import type { Store } from '../../cloudfunctions/ports/store';
import { saveAddress } from '../../cloudfunctions/usecases/keep-addresses';
import type { SeedCategory, SeedProduct } from './catalogue/seed-product';
import { CATEGORIES, SHELF } from './catalogue/shelf';
import { SHOP_WORDS } from './catalogue/shop-words';
import type { ProductPictures, SeedPicture } from './seed-pictures';
import { drawBanners, drawCategory, drawProduct, viewOf } from './seed-pictures';
import { HOME, HOME_TOKEN } from './shopper';

/** Where the pictures go. */
export interface SeedStorage {
  loadFiles(files: Iterable<{ readonly path: string; readonly bytes: Uint8Array }>): Promise<void>;
  fileId(path: string): string;
}

/** Who works in the shop of this machine: the two of the browser phone that are no shoppers. */
const STAFF: readonly (readonly [openid: string, role: Role])[] = [
  ['o-owner', 'owner'],
  ['o-clerk', 'cashier'],
];

/** Who has an address already. */
const SEEDED_SHOPPER = 'o-lin';

/** The first product was listed then, each further one a day earlier: the newest stand first on the shelf. */
const LISTED_AT_MS = Date.UTC(2026, 10, 20);
const DAY_MS = 86_400_000;
/** Products that are written side by side. */
const AT_ONCE = 8;

function details(
  product: SeedProduct,
  pictures: ProductPictures,
  storage: SeedStorage,
): readonly DetailBlock[] {
  const [first, ...others] = pictures.details;
  const picture = (one: SeedPicture): DetailBlock => ({
    kind: 'picture',
    picture: viewOf(one, storage.fileId),
  });
  const [opening = '', ...further] = product.story;
  return [
    { kind: 'paragraph', text: opening },
    ...(first === undefined ? [] : [picture(first)]),
    ...further.map((text): DetailBlock => ({ kind: 'paragraph', text })),
    { kind: 'heading', text: '尺寸' },
    ...others.map(picture),
  ];
}

/** An EAN-13 of the range that shops give out themselves: 20, ten digits, and the check digit of GS1. */
function barcodeOf(number: number): string {
  const digits = `20${String(number).padStart(10, '0')}`;
  const sum = Array.from(digits).reduce(
    (total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return digits + String((10 - (sum % 10)) % 10);
}

function skusOf(
  { id, skus }: SeedProduct,
  pictures: ProductPictures,
  { position, storage }: { readonly position: number; readonly storage: SeedStorage },
): readonly NewSku[] {
  return skus.map(({ values, priceFen, pieces, colour }, index) => {
    const shown = colour === undefined ? undefined : pictures.ofColour.get(colour);
    return {
      skuId: `${id}-${index + 1}`,
      values,
      price: fen(priceFen),
      picture: shown === undefined ? null : viewOf(shown, storage.fileId),
      barcode: barcodeOf(position * 100 + index),
      pieces,
    };
  });
}

function productOf(
  { category, product }: { readonly category: SeedCategory; readonly product: SeedProduct },
  pictures: ProductPictures,
  position: number,
  storage: SeedStorage,
): Product {
  const { id, title, subtitle, facts, keywords = [], axes, limitPerOrder = null } = product;
  return {
    productId: id,
    categoryId: category.id,
    title,
    subtitle,
    gallery: pictures.gallery.map((one) => viewOf(one, storage.fileId)),
    details: details(product, pictures, storage),
    facts: Object.entries(facts).map(([name, value]) => ({ name, value })),
    axes,
    keywords: [...keywords, category.name],
    position,
    listedAtMs: LISTED_AT_MS - position * DAY_MS,
    onSale: true,
    limitPerOrder,
  };
}

/** One of the two shoppers has bought elsewhere already; the other is a newcomer without an address. */
async function giveAddress(store: Store): Promise<void> {
  const ids = createIds({ nowMs: () => LISTED_AT_MS });
  const target = { clientToken: HOME_TOKEN };
  const saved = await saveAddress(
    { store, ids },
    { openid: SEEDED_SHOPPER, address: HOME, makeDefault: true, target },
  );
  if (saved.kind === 'refused') throw new Error(`the shopper's address: ${saved.refusal}`);
}

async function keep(storage: SeedStorage, pictures: Iterable<SeedPicture>): Promise<void> {
  const encoder = new TextEncoder();
  await storage.loadFiles(
    [...pictures].map(({ path, drawn }) => ({ path, bytes: encoder.encode(drawn.svg) })),
  );
}

/**
 * Sets up the shop in an empty database: pictures, products with their stock, a shopper's address, its staff, and at the
 * very end the settings. A shop that has settings is left as its merchant made it; one whose setting-up was interrupted is completed.
 */
export async function seedShop(store: Store, storage: SeedStorage): Promise<void> {
  if ((await store.readSettings()) !== null) return;
  const drawn = SHELF.map((entry) => ({ entry, pictures: drawProduct(entry.category, entry.product) }));
  const banners = drawBanners();
  const categories = CATEGORIES.map((category) => ({ category, picture: drawCategory(category) }));
  await keep(storage, [
    ...drawn.flatMap(({ pictures }) => [
      ...pictures.gallery,
      ...pictures.details,
      ...pictures.ofColour.values(),
    ]),
    ...banners.map(({ picture }) => picture),
    ...categories.map(({ picture }) => picture),
  ]);
  const writes = drawn.map(({ entry, pictures }, position) => () => {
    const skus = skusOf(entry.product, pictures, { position, storage });
    return store.addProduct(productOf(entry, pictures, position, storage), skus);
  });
  for (let from = 0; from < writes.length; from += AT_ONCE)
    await Promise.all(writes.slice(from, from + AT_ONCE).map((write) => write()));
  await giveAddress(store);
  for (const [openid, role] of STAFF) await store.appoint(openid, role, LISTED_AT_MS);
  await store.saveSettings({
    ...SHOP_WORDS,
    banners: banners.map(({ id, title, picture, target }) => ({
      bannerId: id,
      title,
      picture: viewOf(picture, storage.fileId),
      target,
    })),
    categories: categories.map(({ category, picture }) => ({
      categoryId: category.id,
      name: category.name,
      picture: viewOf(picture, storage.fileId),
    })),
  });
}
