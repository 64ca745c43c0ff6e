import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SCHEMA } from '../../../../cloudfunctions/adapters/cloudbase/schema';
import { createIds } from '../../../../cloudfunctions/adapters/system/ids';
import { auditBooks } from '../../../../cloudfunctions/core/audit/audit';
import type { Store } from '../../../../cloudfunctions/ports/store';
import type { Cloudbase } from '../../../../simulators/cloudbase/start';
import { startCloudbase } from '../../../../simulators/cloudbase/start';
import { openStore } from '../../../../tools/world/shop-store';
import { aProduct, aSku, placeAtQuote, someSettings } from '../../../fixtures/shelf';

describe('the order file under faults', () => {
  let cloud: Cloudbase;
  let store: Store;
  const clock = { nowMs: () => Date.now() };

  beforeAll(async () => {
    cloud = await startCloudbase({ port: 0, dir: null, collections: SCHEMA, functions: {} });
    store = openStore(cloud.environment());
    await store.saveSettings(someSettings());
    await store.addProduct(aProduct({ productId: 'p' }), [aSku('sku', 100)]);
  });
  afterEach(() => cloud.faults.clear());
  afterAll(() => cloud.close());

  it.each([
    ['a lost reply to the commit', { kind: 'replyLost', action: 'database.commitTransaction' }],
    ['a lost reply to the insert', { kind: 'replyLost', action: 'database.insertDocument' }],
    ['a conflict at the stock', { kind: 'conflict', collection: 'skus' }],
    ['a throttled start', { kind: 'throttled', action: 'database.startTransaction' }],
    ['a duplicate that another writer made', { kind: 'duplicate', collection: 'orders' }],
  ] as const)('places one order with one reservation through %s', async (name, fault) => {
    const before = (await store.findStocks(['sku'])).get('sku')?.onHand ?? 0;
    cloud.faults.add({ ...fault, times: 2 });
    const placed = await placeAtQuote(
      { store, clock, ids: createIds(clock) },
      { openid: `o-${name}`, clientToken: 'token-12345', lines: [{ skuId: 'sku', quantity: 2 }] },
    );
    expect(placed.kind).toBe('placed');
    expect(cloud.faults.list().every((planted) => planted.struck > 0)).toBe(true);
    cloud.faults.clear();
    expect((await store.findStocks(['sku'])).get('sku')?.onHand).toBe(before - 2);
    expect(auditBooks(await store.readBooks())).toEqual([]);
  });

  it('answers the slower of two equal wishes for the last piece with the order, not with a shortage', async () => {
    await store.addProduct(aProduct({ productId: 'q' }), [aSku('last', 1)]);
    const place = () =>
      placeAtQuote(
        { store, clock, ids: createIds(clock) },
        { openid: 'o-twin', clientToken: 'token-twins', lines: [{ skuId: 'last', quantity: 1 }] },
      );
    cloud.faults.add({ kind: 'latency', action: 'database.startTransaction', delayMs: 300, times: 1 });
    const slower = place();
    // It has read that there is no order yet; the faster one comes in between.
    while (cloud.faults.list()[0]?.struck === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect((await place()).kind).toBe('placed');
    expect((await slower).kind).toBe('placed');
    expect(auditBooks(await store.readBooks())).toEqual([]);
  });
});
