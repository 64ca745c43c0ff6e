import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import type { EditProductView, ProductDraft } from '../../../miniprogram/contract/desk-products';
import { fen } from '../../../miniprogram/contract/money';
import { checkOut, valueOf } from '../../../tools/world/shopper';
import type { Desk } from '../../fixtures/desk-caller';
import { deskOf, refusedBy } from '../../fixtures/desk-caller';
import { aCell, aDraft, pngOf } from '../../fixtures/draft';
import type { ShopWorld } from '../../fixtures/shop-world';
import { freshToken, openShopWorld } from '../../fixtures/shop-world';

const NOW_MS = Date.UTC(2026, 10, 21);

let world: ShopWorld;
let owner: Desk;
let manager: Desk;
let picture: string;
let uploads = 0;

/** Puts a file where this person's pictures lie. */
async function upload(desk: Desk, bytes: Uint8Array): Promise<string> {
  const { picturePrefix } = await desk.value('products.form', {});
  const path = `${picturePrefix}${++uploads}.png`;
  await world.cloud.loadFiles([{ path, bytes }]);
  return world.cloud.fileId(path);
}
async function create(changes: Partial<ProductDraft> = {}): Promise<EditProductView> {
  const product = aDraft(picture, changes);
  return owner.value('products.create', { clientToken: freshToken(), product });
}
/** The draft that changes nothing. */
function draftOf(product: EditProductView): ProductDraft {
  const { title, subtitle, categoryId, gallery, details, facts, keywords, axes } = product;
  return {
    title,
    subtitle,
    categoryId,
    facts,
    keywords,
    axes,
    gallery: gallery.map(({ fileId, alt }) => ({ fileId, alt })),
    details: details.map((block) =>
      block.kind === 'picture'
        ? { kind: 'picture', picture: { fileId: block.picture.fileId, alt: block.picture.alt } }
        : block,
    ),
    skus: product.grid.map(({ values, sku }) =>
      sku === null || !sku.offered
        ? { values, offered: false, ...(sku !== null && { skuId: sku.skuId }) }
        : {
            values,
            offered: true,
            skuId: sku.skuId,
            price: sku.price,
            barcode: sku.barcode,
            picture: sku.picture === null ? null : { fileId: sku.picture.fileId, alt: sku.picture.alt },
          },
    ),
    position: product.position,
    limitPerOrder: product.limitPerOrder,
  };
}
function edit(product: EditProductView, changes: Partial<ProductDraft>, desk = owner, token = freshToken()) {
  return desk.call('products.edit', {
    clientToken: token,
    productId: product.productId,
    version: product.version,
    product: { ...draftOf(product), ...changes },
  });
}
const form = async (productId: string) => (await owner.value('products.form', { productId })).product;

beforeAll(async () => {
  world = await openShopWorld();
  await world.store.appoint('o-manager', 'manager', NOW_MS);
  owner = deskOf(world, 'o-owner');
  manager = deskOf(world, 'o-manager');
  picture = await upload(owner, pngOf(800, 600));
  await owner.value('products.checkPicture', { fileId: picture });
});
afterAll(async () => {
  expect(auditBooks(await world.books())).toEqual([]);
});
// On its own, so that books that are wrong leave nothing running.
afterAll(() => world.close());

describe('a picture of a product', () => {
  it('is what its own bytes say', async () => {
    const fileId = await upload(manager, pngOf(640, 480));
    expect(await manager.value('products.checkPicture', { fileId })).toEqual({
      fileId,
      type: 'image/png',
      bytes: 33,
      width: 640,
      height: 480,
    });
  });

  it.each([
    ['no picture at all', Buffer.from('<svg onload="alert(1)"/>'), 'PICTURE_TYPE'],
    ['a picture without a size', pngOf(0, 0), 'PICTURE_TYPE'],
    ['a picture cut off', pngOf(10, 10).subarray(0, 16), 'PICTURE_TYPE'],
    ['a large picture', Buffer.concat([pngOf(9, 9), Buffer.alloc(5 * 1024 * 1024)]), 'PICTURE_TOO_LARGE'],
  ] as const)('is refused and deleted where it is %s', async (_name, bytes, code) => {
    const fileId = await upload(owner, bytes);
    expect(await owner.call('products.checkPicture', { fileId })).toEqual(refusedBy(code));
    expect(await owner.call('products.checkPicture', { fileId })).toEqual(refusedBy('PICTURE_NOT_FOUND'));
  });

  it('is not somebody else’s, nor a file of the shop', async () => {
    const theirs = await upload(manager, pngOf(10, 10));
    for (const fileId of [theirs, world.cloud.fileId('photos/anything.png')])
      expect(await owner.call('products.checkPicture', { fileId })).toEqual(refusedBy('PICTURE_NOT_FOUND'));
    expect(await manager.call('products.checkPicture', { fileId: theirs })).toMatchObject({ ok: true });
  });
});

describe('a new product', () => {
  it('is in the books and not on sale until it is published', async () => {
    const created = await create();
    const { productId } = created;
    expect(created).toMatchObject({ version: 1, onSale: false, title: '亚麻围裙', retired: [] });
    expect(created.gallery).toEqual([{ fileId: picture, width: 800, height: 600, alt: '亚麻围裙' }]);
    expect(created.grid.map(({ sku }) => sku?.available ?? null)).toEqual([10, 10, 10, null]);
    const shopper = world.shopper('o-shopper');
    expect(await shopper.call('catalogue.product', { productId })).toMatchObject({
      refusal: { code: 'PRODUCT_WITHDRAWN' },
    });
    await owner.value('products.publish', { productId });
    const seen = valueOf('product', await shopper.call('catalogue.product', { productId }));
    expect(seen.skus.map(({ specification, price }) => [specification, price.minor])).toEqual(
      expect.arrayContaining([
        ['燕麦 大', 1_900],
        ['靛蓝 大', 2_100],
      ]),
    );
    expect(seen.skus).toHaveLength(3);
    const found = valueOf('search', await shopper.call('catalogue.search', { text: '靛蓝围裙' }));
    expect(found.products.map((one) => one.productId)).toContain(productId);
  });

  it('is one product of a repeated tap', async () => {
    const wish = { clientToken: freshToken(), product: aDraft(picture) };
    const [first, second] = await Promise.all([
      owner.value('products.create', wish),
      owner.value('products.create', wish),
    ]);
    expect(second.productId).toBe(first.productId);
    const subject = { kind: 'product', id: first.productId } as const;
    expect((await owner.value('actions.list', { subject })).actions).toHaveLength(1);
  });

  it('may have no axes at all', async () => {
    const { grid } = await create({ axes: [], skus: [aCell([], { pieces: 3 })] });
    expect(grid).toMatchObject([{ values: [], sku: { available: 3 } }]);
  });

  it.each<[field: string, message: RegExp, changes: (fileId: string) => Partial<ProductDraft>]>([
    ['title', /标题须为 1 到 60 个字/, () => ({ title: '   ' })],
    ['title', /标题须为 1 到 60 个字/, () => ({ title: '\u200b\u3164' })],
    ['title', /标题须为 1 到 60 个字/, () => ({ title: '长'.repeat(61) })],
    ['axes.0.values.1', /重复/, () => ({ axes: [{ name: '颜色', values: ['红', '红\u200b'] }] })],
    ['categoryId', /分类/, () => ({ categoryId: 'nowhere' })],
    ['gallery', /至少 1 个/, () => ({ gallery: [] })],
    ['gallery', /最多 9 个/, (fileId) => ({ gallery: Array.from({ length: 10 }, () => ({ fileId })) })],
    ['gallery.0', /重新上传/, () => ({ gallery: [{ fileId: 'cloud://local-env/products/x/never.png' }] })],
    ['keywords.0', /搜索词/, () => ({ keywords: ['长'.repeat(21)] })],
    ['limitPerOrder', /1 到 999/, () => ({ limitPerOrder: 0 })],
    ['position', /0 到/, () => ({ position: -1 })],
    ['skus.0.price', /¥0\.01 到 ¥1,000,000\.00/, () => one({ price: fen(0) })],
    ['skus.0.price', /¥0\.01 到 ¥1,000,000\.00/, () => one({ price: fen(-1) })],
    ['skus.0.price', /¥0\.01 到 ¥1,000,000\.00/, () => one({ price: fen(100_000_001) })],
    ['skus.0.pieces', /0 到 1000000/, () => one({ pieces: -1 })],
    ['skus.0.barcode', /4 到 32 位/, () => one({ barcode: '12' })],
    ['skus.0.barcode', /4 到 32 位/, () => one({ barcode: '{"$gt":""}' })],
    ['skus', /规格「靛蓝 小」没有填写/, (fileId) => ({ skus: aDraft(fileId).skus.slice(0, 3) })],
    ['skus.4.values', /重复/, (fileId) => ({ skus: [...aDraft(fileId).skus, aCell(['燕麦', '大'])] })],
    ['skus.4.values', /不在规格项里/, (fileId) => ({ skus: [...aDraft(fileId).skus, aCell(['红', '大'])] })],
    ['skus.0.skuId', /已不是这件商品的规格/, () => one({ skuId: 'osmanthus-cake-1' })],
    ['axes.0.values.1', /重复/, () => ({ axes: [{ name: '颜色', values: ['红', '红'] }] })],
    [
      'axes',
      /最多 100 个/,
      () => ({ axes: ['a', 'b', 'c'].map((name) => ({ name, values: [...'12345'] })) }),
    ],
  ])('is refused naming %s and its limit: %s', async (field, message, changes) => {
    const product = aDraft(picture, changes(picture));
    const reply = await owner.call('products.create', { clientToken: freshToken(), product });
    expect(reply).toMatchObject({
      refusal: {
        code: 'FIELDS_INVALID',
        message: expect.stringMatching(message),
        detail: { problems: expect.arrayContaining([{ field, message: expect.stringMatching(message) }]) },
      },
    });
  });
});

/** A product of one specification. */
function one(changes: Parameters<typeof aCell>[1]): Partial<ProductDraft> {
  return { axes: [], skus: [aCell([], changes)] };
}

describe('an edit', () => {
  it('changes what it names and leaves the pieces alone', async () => {
    const created = await create();
    const skus = draftOf(created).skus.map((sku) =>
      sku.offered ? { ...sku, price: fen(2_500), pieces: 999 } : sku,
    );
    const edited = valueOf('edit', await edit(created, { title: '新围裙', skus }));
    expect(edited).toMatchObject({ version: 2, title: '新围裙' });
    expect(edited.grid.map(({ sku }) => sku && [sku.price.minor, sku.available])).toEqual([
      [2_500, 10],
      [2_500, 10],
      [2_500, 10],
      null,
    ]);
    expect(edited.grid.map(({ sku }) => sku?.skuId)).toEqual(created.grid.map(({ sku }) => sku?.skuId));
    const subject = { kind: 'product', id: created.productId } as const;
    const { actions } = await owner.value('actions.list', { subject });
    expect(actions[0]).toMatchObject({
      what: 'product.edit',
      title: '新围裙',
      changes: expect.arrayContaining([
        { field: '标题', from: '亚麻围裙', to: '新围裙' },
        { field: '价格 燕麦 大', from: '¥19.00', to: '¥25.00' },
      ]),
    });
  });

  it('of an older version is refused with what changed meanwhile, nothing half-written', async () => {
    const created = await create();
    valueOf('first', await edit(created, { title: '经理改的' }, manager));
    const mine = await edit(created, { title: '我改的', subtitle: '也改了', limitPerOrder: 3 });
    expect(mine).toMatchObject({
      refusal: {
        code: 'PRODUCT_CHANGED',
        detail: {
          product: { title: '经理改的', version: 2 },
          changes: [
            {
              what: 'product.edit',
              by: { openid: 'o-manager', name: '店长' },
              changes: [{ field: '标题', from: '亚麻围裙', to: '经理改的' }],
            },
          ],
        },
      },
    });
    expect(await form(created.productId)).toMatchObject({ title: '经理改的', subtitle: created.subtitle });
  });

  it('of two clerks at the same moment is one edit', async () => {
    const created = await create();
    const ends = await Promise.all(
      [owner, manager, owner, manager].map((desk, n) =>
        edit(created, { title: `第${n}位`, keywords: [`词${n}`] }, desk),
      ),
    );
    const [won] = ends.filter(({ ok }) => ok);
    expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
    const now = await form(created.productId);
    expect(now).toEqual((won as { value?: unknown }).value);
    expect(now?.version).toBe(2);
  });

  it('is one edit of a repeated tap, whose token serves nothing else', async () => {
    const created = await create();
    const token = freshToken();
    const [first, second] = [
      await edit(created, { title: '一次' }, owner, token),
      await edit(created, { title: '一次' }, owner, token),
    ];

    expect(second).toEqual(first);
    expect(await edit(created, { title: '两次' }, owner, token)).toEqual(refusedBy('CLIENT_TOKEN_REUSED'));
    const same = valueOf('same', await edit(valueOf('first', first), {}));
    expect(same.version).toBe(2);
  });

  it('keeps a specification through a new name, and never deletes one that orders have', async () => {
    const created = await create();
    const { productId } = created;
    await owner.value('products.publish', { productId });
    const product = (await form(productId)) as EditProductView;
    const skuId = product.grid[0]?.sku?.skuId ?? '';
    const lines = [{ skuId, quantity: 1 }];
    valueOf('order', await checkOut(world.shopper('o-buyer'), { clientToken: freshToken(), lines }));
    // 燕麦 is called 米白 from now on, and no size is told any more: 小 was never ordered.
    const renamed = valueOf(
      'rename',
      await edit(product, {
        axes: [{ name: '颜色', values: ['米白', '靛蓝'] }],
        skus: [
          aCell(['米白'], { skuId }),
          { values: ['靛蓝'], offered: false, skuId: product.grid[2]?.sku?.skuId ?? '' },
        ],
      }),
    );
    expect(renamed.grid.map(({ sku }) => [sku?.skuId, sku?.offered, sku?.available])).toEqual([
      [skuId, true, 9],
      [product.grid[2]?.sku?.skuId, false, 10],
    ]);
    expect(renamed.retired).toEqual([]);
    const gone = valueOf('gone', await edit(renamed, { axes: [], skus: [aCell([])] }));
    expect(gone.retired.map((sku) => [sku.skuId, sku.offered, sku.reserved])).toEqual([[skuId, false, 1]]);
    // Its values come back: the same specification goes on.
    const back = valueOf(
      'back',
      await edit(gone, { axes: [{ name: '颜色', values: ['米白'] }], skus: [aCell(['米白'])] }),
    );
    expect(back.grid.map(({ sku }) => sku?.skuId)).toEqual([skuId]);
    expect(await owner.call('products.remove', { productId })).toEqual(refusedBy('PRODUCT_IN_BOOKS'));
  });

  it('refuses a barcode of another product by its name, and lets go of one it drops', async () => {
    const barcode = '6901234567892';
    const first = await create(one({ barcode }));
    const reply = await owner.call('products.create', {
      clientToken: freshToken(),
      product: aDraft(picture, one({ barcode })),
    });
    expect(reply).toMatchObject({
      refusal: { code: 'FIELDS_INVALID', message: `条码 ${barcode} 已用在「亚麻围裙」上` },
    });
    valueOf('dropped', await edit(first, one({ barcode: '' })));
    const races = await Promise.all(
      [1, 2, 3].map(() =>
        owner.call('products.create', {
          clientToken: freshToken(),
          product: aDraft(picture, one({ barcode })),
        }),
      ),
    );
    expect(races.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('lets two specifications of one product change barcodes', async () => {
    const axes = [{ name: '色', values: ['甲', '乙'] }];
    const skus = [aCell(['甲'], { barcode: 'CODE-A' }), aCell(['乙'], { barcode: 'CODE-B' })];
    const created = await create({ axes, skus });
    const swapped = valueOf(
      'swap',
      await edit(created, {
        skus: [aCell(['甲'], { barcode: 'CODE-B' }), aCell(['乙'], { barcode: 'CODE-A' })],
      }),
    );
    expect(swapped.grid.map(({ sku }) => sku?.barcode)).toEqual(['CODE-B', 'CODE-A']);
  });

  it('goes on beside orders of the same pieces, which all count', async () => {
    const created = await create(one({ pieces: 40 }));
    await owner.value('products.publish', { productId: created.productId });
    let product = (await form(created.productId)) as EditProductView;
    const skuId = product.grid[0]?.sku?.skuId ?? '';
    const lines = [{ skuId, quantity: 1 }];
    const orders = Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        checkOut(world.shopper(`o-crowd-${n}`), { clientToken: freshToken(), lines }),
      ),
    );
    for (let n = 0; n < 5; n++) product = valueOf('edit', await edit(product, { subtitle: `改了 ${n} 次` }));
    expect((await orders).filter(({ ok }) => ok)).toHaveLength(8);
    expect((await form(created.productId))?.grid[0]?.sku).toMatchObject({ available: 32, reserved: 8 });
  });
});

describe('a shelf', () => {
  it('shows a product where it stands, to whoever may look', async () => {
    const created = await create({ title: '独一无二的漆盘' });
    const viewer = deskOf(world, 'o-clerk');
    const titles = async (params: Parameters<Desk['value']>[1]) =>
      (await viewer.value('products.list', params as { shelf: 'onSale' })).products.map(({ title }) => title);
    expect(await titles({ shelf: 'withdrawn' })).toContain('独一无二的漆盘');
    expect(await titles({ shelf: 'onSale' })).not.toContain('独一无二的漆盘');
    expect(await titles({ text: '漆盘 独一' })).toEqual(['独一无二的漆盘']);
    await owner.value('products.publish', { productId: created.productId });
    await owner.value('products.publish', { productId: created.productId });
    expect(await titles({ shelf: 'onSale' })).toContain('独一无二的漆盘');
    await owner.value('products.withdraw', { productId: created.productId });
    expect(await titles({ shelf: 'withdrawn', categoryId: 'textiles' })).toContain('独一无二的漆盘');
    expect(await titles({ shelf: 'withdrawn', categoryId: 'food' })).not.toContain('独一无二的漆盘');
    expect(await titles({ text: '漆盘', categoryId: 'textiles' })).toEqual(['独一无二的漆盘']);
    expect(await titles({ text: '漆盘', categoryId: 'food' })).toEqual([]);
  });

  it('pages through everything once', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await owner.value('products.list', { shelf: 'onSale', ...(cursor && { cursor }) });
      seen.push(...page.products.map(({ productId }) => productId));
      cursor = page.next;
      if (cursor === undefined) break;
    }
    expect(seen.length).toBeGreaterThan(20);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('of low stock holds products on sale with few pieces of some specification', async () => {
    const created = await create({ ...one({ pieces: 5 }), title: '快没了的碗' });
    const ids = async (categoryId?: string) =>
      (
        await owner.value('products.list', {
          shelf: 'lowStock',
          ...(categoryId !== undefined && { categoryId }),
        })
      ).products.map(({ productId }) => productId);
    expect(await ids()).not.toContain(created.productId);
    await owner.value('products.publish', { productId: created.productId });
    expect(await ids()).toContain(created.productId);
    expect(await ids(created.categoryId)).toContain(created.productId);
    expect(await ids('stationery')).not.toContain(created.productId);
    await owner.value('products.withdraw', { productId: created.productId });
  });

  it('lets nothing go on sale of which nothing is offered', async () => {
    const axes = [{ name: '色', values: ['甲'] }];
    const created = await create({ axes, skus: [{ values: ['甲'], offered: false }] });
    expect(await owner.call('products.publish', { productId: created.productId })).toMatchObject({
      refusal: { code: 'FIELDS_INVALID', message: '上架的商品至少要有一个可售的规格' },
    });
  });

  it('forgets a product that never moved', async () => {
    const { productId } = await create(one({ barcode: 'FORGET-ME' }));
    await owner.value('products.remove', { productId });
    expect(await owner.call('products.form', { productId })).toEqual(refusedBy('PRODUCT_NOT_FOUND'));
    await create(one({ barcode: 'FORGET-ME' }));
    const { actions } = await owner.value('actions.list', { what: 'product.remove' });
    expect(actions[0]).toMatchObject({ subject: { kind: 'product', id: productId }, title: '亚麻围裙' });
  });
});

describe('a hostile call about products', () => {
  const good = () => JSON.stringify(aDraft(picture));
  it.each<[name: string, method: string, params: () => string]>([
    ['a shelf nobody knows', 'products.list', () => '{"shelf":"all"}'],
    ['a shelf and a text', 'products.list', () => '{"shelf":"onSale","text":"a"}'],
    ['an operator for a text', 'products.list', () => '{"text":{"$regex":".*"}}'],
    ['an operator for a category', 'products.list', () => '{"shelf":"onSale","categoryId":{"$ne":""}}'],
    ['a long text', 'products.list', () => `{"text":"${'长'.repeat(41)}"}`],
    ['an operator for an id', 'products.form', () => '{"productId":{"$gt":""}}'],
    ['a path for an id', 'products.remove', () => '{"productId":"../settings"}'],
    ['another host', 'products.checkPicture', () => '{"fileId":"http://127.0.0.1/admin"}'],
    ['a price in yuan', 'products.create', () => withDraft(good().replace('1900', '19.5'))],
    ['a price as a text', 'products.create', () => withDraft(good().replace('1900', '"1900"'))],
    ['a price beyond exact numbers', 'products.create', () => withDraft(good().replace('1900', '1e300'))],
    ['a price in another currency', 'products.create', () => withDraft(good().replace('CNY', 'USD'))],
    ['a product that is on sale', 'products.create', () => withDraft(good().replace('{', '{"onSale":true,'))],
    [
      'a product with pieces sold',
      'products.create',
      () => withDraft(good().replace('"pieces":10', '"sold":1')),
    ],
    [
      '__proto__ in the draft',
      'products.create',
      () => withDraft(good().replace('{', '{"__proto__":{"a":1},')),
    ],
    [
      '__proto__ in a row',
      'products.create',
      () => withDraft(good().replace('"offered":true', '"offered":true,"__proto__":{}')),
    ],
    [
      'a title that turns text around',
      'products.create',
      () => withDraft(good().replace('亚麻围裙', '\\u202e')),
    ],
    ['half a sign', 'products.create', () => withDraft(good().replace('亚麻围裙', '\\ud83d'))],
    [
      'ten thousand rows',
      'products.create',
      () =>
        withDraft(JSON.stringify(aDraft(picture, { skus: Array.from({ length: 10_000 }, () => aCell([])) }))),
    ],
    [
      'a paragraph of a megabyte',
      'products.create',
      () =>
        withDraft(
          JSON.stringify(aDraft(picture, { details: [{ kind: 'paragraph', text: '长'.repeat(400_000) }] })),
        ),
    ],
    [
      'a version from nowhere',
      'products.edit',
      () => `{"clientToken":"token-x1","productId":"a","version":0,"product":${good()}}`,
    ],
    ['no version', 'products.edit', () => `{"clientToken":"token-x1","productId":"a","product":${good()}}`],
    [
      'a text for a version',
      'products.edit',
      () => `{"clientToken":"token-x1","productId":"a","version":{"$gte":1},"product":${good()}}`,
    ],
  ])('with %s is refused', async (_name, method, params) => {
    expect(await owner.raw(`{"method":"${method}","params":${params()}}`)).toEqual(
      refusedBy('INVALID_PARAMS'),
    );
  });

  it('about a product that is not there changes nothing', async () => {
    const productId = '__proto__';
    for (const method of [
      'products.form',
      'products.publish',
      'products.withdraw',
      'products.remove',
    ] as const)
      expect(await owner.call(method, { productId })).toEqual(refusedBy('PRODUCT_NOT_FOUND'));
    expect(
      await owner.call('products.edit', {
        clientToken: freshToken(),
        productId,
        version: 1,
        product: aDraft(picture),
      }),
    ).toEqual(refusedBy('PRODUCT_NOT_FOUND'));
  });

  it('with a version from the future is refused as one that changed', async () => {
    const created = await create();
    expect(await edit({ ...created, version: 99 }, {})).toMatchObject({
      refusal: { code: 'PRODUCT_CHANGED', detail: { changes: [] } },
    });
  });
});

function withDraft(product: string): string {
  return `{"clientToken":"token-hostile","product":${product}}`;
}
