import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CartView } from '../../../miniprogram/contract/cart';
import type { ProductSort } from '../../../miniprogram/contract/catalogue';
import { PRODUCT_SORTS } from '../../../miniprogram/contract/catalogue';
import { fen } from '../../../miniprogram/contract/money';
import type { ShopMethod, ShopMethods } from '../../../miniprogram/contract/shop';
import { HOME, valueOf } from '../../../tools/world/shopper';
import { aProduct, aSku } from '../../fixtures/shelf';
import type { ShopWorld } from '../../fixtures/shop-world';
import { freshToken, openShopWorld } from '../../fixtures/shop-world';

let world: ShopWorld;

beforeAll(async () => {
  world = await openShopWorld();
});
afterAll(() => world.close());

async function get<Method extends ShopMethod>(
  method: Method,
  params: ShopMethods[Method]['params'],
  openid = 'o-shopper',
): Promise<ShopMethods[Method]['value']> {
  return valueOf(method, await world.shopper(openid).call(method, params));
}

async function refusal<Method extends ShopMethod>(
  method: Method,
  params: ShopMethods[Method]['params'],
  openid = 'o-shopper',
): Promise<string | undefined> {
  const reply = await world.shopper(openid).call(method, params);
  return reply.ok ? undefined : reply.refusal.code;
}

/** Every page of a list, one product id after the other. */
async function walk(params: { sort?: ProductSort; categoryId?: string; limit: number }): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await get('catalogue.list', { ...params, ...(cursor !== undefined && { cursor }) });
    expect(page.products.length).toBeLessThanOrEqual(params.limit);
    ids.push(...page.products.map(({ productId }) => productId));
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
}

describe('the home page', () => {
  it('has banners, categories and the first products, and its list goes on without a gap', async () => {
    const { banners, categories, page } = await get('catalogue.home', {});
    expect(banners.map(({ target }) => target.kind)).toEqual(['product', 'category', 'category']);
    expect(categories).toHaveLength(8);
    const rest = await get('catalogue.list', { cursor: page.next ?? '', limit: 40 });
    const ids = [...page.products, ...rest.products].map(({ productId }) => productId);
    expect(ids).toEqual(await walk({ limit: 40 }));
    expect(ids).toHaveLength(40);
  });

  it('shows pictures that are there', async () => {
    const { banners, categories, page } = await get('catalogue.home', {});
    const pictures = [...banners, ...categories, ...page.products].map(({ picture }) => picture.fileId);
    const answer = await fetch(`${world.cloud.url}/__files/temp-urls`, {
      method: 'POST',
      headers: { 'x-dev-openid': 'o-shopper' },
      body: JSON.stringify({ fileList: pictures }),
    });
    const { fileList } = (await answer.json()) as { fileList: { status: number; tempFileURL: string }[] };
    expect(fileList.filter(({ status }) => status !== 0)).toEqual([]);
    const first = await fetch(fileList[0]?.tempFileURL ?? '');
    expect(first.headers.get('content-type')).toBe('image/svg+xml');
    expect(await first.text()).toMatch(/^<svg .*<\/svg>$/s);
  });
});

describe('a list of products', () => {
  it.each(PRODUCT_SORTS)('sorted by %s shows each product once, however small its pages', async (sort) => {
    const whole = await walk({ sort, limit: 40 });
    expect(new Set(whole).size).toBe(40);
    expect(await walk({ sort, limit: 3 })).toEqual(whole);
  });

  it('rises and falls with the price', async () => {
    const { products } = await get('catalogue.list', { sort: 'priceUp', limit: 40 });
    const prices = products.map(({ priceFrom }) => priceFrom.minor);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(await walk({ sort: 'priceDown', limit: 7 })).toEqual(
      products.map(({ productId }) => productId).toReversed(),
    );
  });

  it('holds one category only where one is asked for', async () => {
    const ids = await walk({ categoryId: 'food', limit: 2 });
    expect(ids.toSorted()).toEqual([
      'butter-cookies',
      'daily-nuts',
      'lychee-honey',
      'osmanthus-cake',
      'plum-jam',
    ]);
    expect(await walk({ categoryId: 'nothing', limit: 2 })).toEqual([]);
  });

  it('tells what is sold out and where prices differ', async () => {
    const { products } = await get('catalogue.list', { categoryId: 'tableware', limit: 40 });
    const cup = products.find(({ productId }) => productId === 'celadon-cup');
    expect(cup).toMatchObject({ priceFrom: fen(6_900), priceVaries: true, soldOut: false });
  });

  it('puts what was paid for first under sales', async () => {
    const { orderId } = await world.place('o-buyer', 3);
    await world.payUnheard(await world.prepay('o-buyer', orderId));
    await get('orders.detail', { orderId }, 'o-buyer');
    const { products } = await get('catalogue.list', { sort: 'sales', limit: 1 });
    expect(products).toMatchObject([{ productId: 'osmanthus-cake', sold: 3 }]);
  });
});

describe('searching', () => {
  it.each([
    ['龙井', ['longjing']],
    ['青瓷', ['celadon-cup', 'oval-plate']],
    ['台灯 墨蓝', ['desk-lamp']],
    ['咖啡豆', ['house-blend']],
    ['Ａ５', []],
    ['皂', ['hand-soap']],
    ['没有这种东西', []],
    ['🍵 ！', []],
    ['', []],
  ])('%s finds %j', async (text, expected) => {
    const { products } = await get('catalogue.search', { text, limit: 40 });
    expect(products.map(({ productId }) => productId).toSorted()).toEqual(expected.toSorted());
  });

  it('pages through what it finds', async () => {
    const all = await get('catalogue.search', { text: '礼物', limit: 40 });
    const first = await get('catalogue.search', { text: '礼物', limit: 2 });
    const second = await get('catalogue.search', { text: '礼物', limit: 40, cursor: first.next ?? '' });
    expect([...first.products, ...second.products]).toEqual(all.products);
    expect(all.products.length).toBeGreaterThan(3);
  });

  it('finds something for every hot word', async () => {
    const { words } = await get('catalogue.hotWords', {});
    expect(words.length).toBeGreaterThan(4);
    for (const text of words)
      expect({ text, found: (await get('catalogue.search', { text })).products.length }).not.toEqual({
        text,
        found: 0,
      });
  });
});

describe('a product', () => {
  it('has specifications along its axes; a combination that is not made is missing', async () => {
    const product = await get('catalogue.product', { productId: 'waffle-towel' });
    expect(product.axes.map(({ name }) => name)).toEqual(['颜色', '规格']);
    expect(product.skus.map(({ values }) => values.join('/'))).not.toContain('樱粉/浴巾 70×140');
    expect(product.skus[0]).toMatchObject({
      skuId: 'waffle-towel-1',
      specification: '燕麦 毛巾 34×76',
      price: fen(3_900),
      available: 80,
      lowStock: false,
    });
    expect(product.skus.find(({ available }) => available === 4)?.lowStock).toBe(true);
    expect(product.gallery.length).toBeGreaterThan(2);
    expect(product.details.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['paragraph', 'picture']));
  });

  it('that was withdrawn says so; one that never was is not found', async () => {
    await world.store.addProduct(aProduct({ productId: 'gone', onSale: false }), [aSku('gone-1', 1)]);
    expect(await refusal('catalogue.product', { productId: 'gone' })).toBe('PRODUCT_WITHDRAWN');
    expect(await refusal('catalogue.product', { productId: 'never' })).toBe('PRODUCT_NOT_FOUND');
    expect(await refusal('catalogue.product', { productId: '__proto__' })).toBe('PRODUCT_NOT_FOUND');
    expect(await walk({ limit: 40 })).not.toContain('gone');
  });
});

describe('the cart', () => {
  const skus = (cart: CartView) => cart.lines.map(({ skuId, quantity }) => [skuId, quantity]);

  it('adds once for one token, sums up, and is each shopper’s own', async () => {
    const clientToken = freshToken();
    const wish = { clientToken, skuId: 'longjing-1', quantity: 2 };
    await Promise.all([1, 2, 3].map(() => get('cart.add', wish, 'o-cart')));
    await get('cart.add', { clientToken: freshToken(), skuId: 'celadon-cup-2', quantity: 1 }, 'o-cart');
    const cart = await get('cart.get', {}, 'o-cart');
    expect(skus(cart)).toEqual([
      ['celadon-cup-2', 1],
      ['longjing-1', 2],
    ]);
    expect(cart).toMatchObject({ pieces: 3, selectedTotal: fen(12_900 + 2 * 12_800), allSelected: true });
    expect((await get('cart.get', {}, 'o-other')).lines).toEqual([]);
  });

  it('sets, selects and removes, and says the same when told twice', async () => {
    const openid = 'o-editing';
    for (const skuId of ['longjing-1', 'apron-1', 'apron-2'])
      await get('cart.add', { clientToken: freshToken(), skuId, quantity: 1 }, openid);
    const set = await get('cart.setQuantity', { skuId: 'longjing-1', quantity: 5 }, openid);
    expect(await get('cart.setQuantity', { skuId: 'longjing-1', quantity: 5 }, openid)).toEqual(set);
    const some = await get('cart.select', { skuIds: ['apron-1'], selected: false }, openid);
    expect(some).toMatchObject({ allSelected: false, selectedPieces: 6 });
    expect(await get('cart.select', { selected: false }, openid)).toMatchObject({ selectedTotal: fen(0) });
    const left = await get('cart.remove', { skuIds: ['apron-1', 'apron-2', 'unknown'] }, openid);
    expect(skus(left)).toEqual([['longjing-1', 5]]);
    expect(await refusal('cart.setQuantity', { skuId: 'apron-1', quantity: 1 }, openid)).toBe('NOT_IN_CART');
  });

  it('does not grow beyond stock, limit and its own bounds', async () => {
    const openid = 'o-greedy';
    const add = (skuId: string, quantity: number) =>
      get('cart.add', { clientToken: freshToken(), skuId, quantity }, openid);
    expect(skus(await add('linen-mat-3', 99))).toEqual([['linen-mat-3', 3]]);
    expect((await add('longjing-1', 99)).lines[0]).toMatchObject({
      quantity: 20,
      maxQuantity: 20,
      limitPerOrder: 20,
    });
    expect(skus(await add('washi-tape-1', 99))[0]).toEqual(['washi-tape-1', 99]);
    expect(skus(await add('washi-tape-1', 99))[0]).toEqual(['washi-tape-1', 99]);
    expect(
      await refusal('cart.add', { clientToken: freshToken(), skuId: 'desk-lamp-3', quantity: 1 }, openid),
    ).toBe('OUT_OF_STOCK');
    expect(await refusal('cart.add', { clientToken: freshToken(), skuId: 'none', quantity: 1 }, openid)).toBe(
      'SKU_NOT_FOUND',
    );
  });

  it('sets aside what can no longer be bought, and clears it', async () => {
    const openid = 'o-late';
    await world.store.addProduct(aProduct({ productId: 'last' }), [aSku('last-1', 1)]);
    await get('cart.add', { clientToken: freshToken(), skuId: 'last-1', quantity: 1 }, openid);
    await get('cart.add', { clientToken: freshToken(), skuId: 'apron-3', quantity: 1 }, openid);
    await world.store.changeCart(openid, (cart) => {
      const [apron, ...rest] = cart.lines;
      const lost = { skuId: 'deleted-1', quantity: 1, selected: true, priceWhenAdded: fen(1) };
      const dearer = apron === undefined ? [] : [{ ...apron, priceWhenAdded: fen(9_900) }];
      return { result: null, write: { ...cart, lines: [...dearer, ...rest, lost] } };
    });
    const { addressId } = await get(
      'addresses.save',
      { clientToken: freshToken(), address: HOME },
      'o-faster',
    );
    const lines = [{ skuId: 'last-1', quantity: 1 }];
    const quote = await get('orders.quote', { lines }, 'o-faster');
    await get(
      'orders.place',
      { clientToken: freshToken(), lines, addressId, expectedTotal: quote.payable },
      'o-faster',
    );
    const cart = await get('cart.get', {}, openid);
    expect(cart.lines).toMatchObject([{ skuId: 'apron-3', price: fen(10_900), priceBefore: fen(9_900) }]);
    expect(cart.invalid).toMatchObject([
      { skuId: 'last-1', reason: 'soldOut' },
      { skuId: 'deleted-1', reason: 'withdrawn' },
    ]);
    // One number on the tab, whoever tells it: what cannot be bought does not count.
    expect(cart.pieces).toBe(1);
    expect((await get('me.get', {}, openid)).cartPieces).toBe(cart.pieces);
    expect((await get('cart.clearInvalid', {}, openid)).invalid).toEqual([]);
  });

  it('loses the lines that were ordered', async () => {
    const openid = 'o-ordering';
    for (const skuId of ['longjing-1', 'apron-1'])
      await get('cart.add', { clientToken: freshToken(), skuId, quantity: 1 }, openid);
    const { addressId } = await get('addresses.save', { clientToken: freshToken(), address: HOME }, openid);
    const lines = [{ skuId: 'apron-1', quantity: 1 }];
    await get(
      'orders.place',
      { clientToken: freshToken(), lines, addressId, expectedTotal: fen(10_900) },
      openid,
    );
    expect(skus(await get('cart.get', {}, openid))).toEqual([['longjing-1', 1]]);
  });
});

describe('the address book', () => {
  const save = (openid: string, name: string, more: object = {}) =>
    get('addresses.save', { clientToken: freshToken(), address: { ...HOME, name }, ...more }, openid);
  const names = (book: { addresses: readonly { name: string; isDefault: boolean }[] }) =>
    book.addresses.map(({ name, isDefault }) => (isDefault ? `${name}*` : name));

  it('has one default, which comes first, then the newest', async () => {
    const openid = 'o-book';
    const first = await save(openid, '甲');
    expect(names(first)).toEqual(['甲*']);
    await save(openid, '乙');
    expect(names(await save(openid, '丙'))).toEqual(['甲*', '丙', '乙']);
    expect(names(await save(openid, '丁', { makeDefault: true }))).toEqual(['丁*', '甲', '丙', '乙']);
    const { addressId } = first;
    expect(names(await get('addresses.setDefault', { addressId }, openid))).toEqual([
      '甲*',
      '丁',
      '丙',
      '乙',
    ]);
    expect(names(await get('addresses.remove', { addressId }, openid))).toEqual(['丁*', '丙', '乙']);
    expect(names(await get('addresses.remove', { addressId }, openid))).toEqual(['丁*', '丙', '乙']);
  });

  it('saves once for one token, and changes an address where it stands', async () => {
    const openid = 'o-once';
    const wish = { clientToken: freshToken(), address: HOME };
    const [one, two] = await Promise.all([
      get('addresses.save', wish, openid),
      get('addresses.save', wish, openid),
    ]);
    expect(two.addressId).toBe(one.addressId);
    const changed = { addressId: one.addressId, address: { ...HOME, name: '改名' } };
    expect(names(await get('addresses.save', changed, openid))).toEqual(['改名*']);
  });

  it('takes a number with prefix and dashes, and refuses what no parcel can reach', async () => {
    const openid = 'o-picky';
    const { addresses } = await get(
      'addresses.save',
      { clientToken: freshToken(), address: { ...HOME, name: ' 小 😀 ', mobile: '+86 138-0013-8000' } },
      openid,
    );
    expect(addresses[0]).toMatchObject({ name: '小 😀', mobile: '13800138000' });
    for (const wrong of [
      { mobile: '12345678901' },
      { mobile: '020-81167888' },
      { name: ' ' },
      { detail: '1' },
      { city: '' },
    ]) {
      const params = { clientToken: freshToken(), address: { ...HOME, ...wrong } };
      expect({ wrong, code: await refusal('addresses.save', params, openid) }).toEqual({
        wrong,
        code: 'ADDRESS_INVALID',
      });
    }
  });

  it('is full at twenty', async () => {
    for (let count = 0; count < 20; count += 1) await save('o-mover', `第${count}`);
    const params = { clientToken: freshToken(), address: HOME };
    expect(await refusal('addresses.save', params, 'o-mover')).toBe('ADDRESS_BOOK_FULL');
  });

  it('hides another’s address', async () => {
    const { addressId } = await save('o-victim', '受害者');
    const before = await get('addresses.list', {}, 'o-victim');
    expect(await refusal('addresses.save', { addressId, address: HOME }, 'o-thief')).toBe(
      'ADDRESS_NOT_FOUND',
    );
    expect(await refusal('addresses.setDefault', { addressId }, 'o-thief')).toBe('ADDRESS_NOT_FOUND');
    await get('addresses.remove', { addressId }, 'o-thief');
    const lines = [{ skuId: 'longjing-1', quantity: 1 }];
    expect(await refusal('orders.quote', { lines, addressId }, 'o-thief')).toBe('ADDRESS_NOT_FOUND');
    const wish = { clientToken: freshToken(), lines, addressId, expectedTotal: fen(12_800) };
    expect(await refusal('orders.place', wish, 'o-thief')).toBe('ADDRESS_NOT_FOUND');
    expect(await get('addresses.list', {}, 'o-victim')).toEqual(before);
  });
});
