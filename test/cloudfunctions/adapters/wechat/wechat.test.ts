import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connectOpenapi } from '../../../../cloudfunctions/adapters/wechat/openapi';
import { createWechat } from '../../../../cloudfunctions/adapters/wechat/wechat';
import type { ShippingUpload } from '../../../../cloudfunctions/core/shipment/upload-request';
import type { Wechat } from '../../../../cloudfunctions/ports/wechat';
import type { Cloudbase } from '../../../../simulators/cloudbase/start';
import { startCloudbase } from '../../../../simulators/cloudbase/start';
import type { OpenapiFixture } from '../../../simulators/wechat-openapi/openapi-fixture';
import {
  OPENID,
  openFixture,
  START_MS,
  TRANSACTION,
} from '../../../simulators/wechat-openapi/openapi-fixture';

let sim: OpenapiFixture;
let cloud: Cloudbase;
let wechat: Wechat;
/** What reached WeChat, by cloud name. */
const reached: { readonly cloudName: string; readonly data: unknown }[] = [];

beforeAll(async () => {
  sim = await openFixture();
  const openapi = {
    call: async (cloudName: string, data: unknown) => {
      reached.push({ cloudName, data });
      return sim.openapi.call(cloudName, data);
    },
    handle: sim.openapi.handle,
  };
  cloud = await startCloudbase({
    port: 0,
    dir: null,
    collections: [],
    functions: {},
    openapi,
    log: () => undefined,
  });
  Object.assign(process.env, cloud.environment());
  wechat = createWechat(connectOpenapi('local-env'));
});
afterEach(async () => {
  await fetch(`${sim.url}/__sim/faults`, { method: 'DELETE' });
});
afterAll(async () => {
  await cloud.close();
  await sim.close();
});

const UPLOAD: ShippingUpload = {
  transactionId: TRANSACTION,
  openid: OPENID,
  way: 'express',
  mode: 'unified',
  finished: true,
  uploadedAtMs: START_MS,
  parcels: [
    {
      courierId: 'SF',
      trackingNo: 'SF1420098765432',
      itemDesc: '龙井*2、茶杯*1 🍵',
      receiverContact: '138****8000',
    },
  ],
};

describe('the unmodified SDK against the simulator', () => {
  it('sends exactly what the page of upload_shipping_info shows, and reads get_order', async () => {
    expect(await wechat.getOrder(TRANSACTION)).toMatchObject({
      kind: 'accepted',
      value: { state: 'toShip', shipping: null },
    });
    expect(await wechat.uploadShipping(UPLOAD)).toMatchObject({ kind: 'accepted', value: null });
    expect(reached.at(-1)).toEqual({
      cloudName: 'wxa.sec.order.uploadShippingInfo',
      data: {
        order_key: { order_number_type: 2, transaction_id: TRANSACTION },
        logistics_type: 1,
        delivery_mode: 1,
        shipping_list: [
          {
            tracking_no: 'SF1420098765432',
            express_company: 'SF',
            item_desc: '龙井*2、茶杯*1 🍵',
            contact: { receiver_contact: '138****8000' },
          },
        ],
        upload_time: '2026-03-01T10:00:00.000+08:00',
        payer: { openid: OPENID },
      },
    });
    expect(await wechat.getOrder(TRANSACTION)).toMatchObject({
      value: {
        state: 'shipped',
        shipping: {
          way: 'express',
          finished: true,
          parcels: [{ courierId: 'SF', trackingNo: 'SF1420098765432' }],
        },
      },
    });
  });

  it('says of parts whether they are all, and of goods nobody carries no courier', async () => {
    await wechat.uploadShipping({ ...UPLOAD, mode: 'split', finished: false });
    expect(reached.at(-1)?.data).toMatchObject({ delivery_mode: 2, is_all_delivered: false });
    const nobody = { courierId: null, trackingNo: null, itemDesc: '茶', receiverContact: null };
    await wechat.uploadShipping({ ...UPLOAD, way: 'pickup', parcels: [nobody] });
    expect(reached.at(-1)?.data).toMatchObject({ logistics_type: 4, shipping_list: [{ item_desc: '茶' }] });
  });

  it("answers a refusal with WeChat's code and the id of the call", async () => {
    expect(await wechat.getOrder('nobody')).toMatchObject({
      kind: 'refused',
      code: 10060001,
      requestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/),
    });
  });

  it('concludes nothing from a lost reply, nor from "busy", which the SDK says too when it does not know', async () => {
    const endpoint = '/wxa/sec/order/get_order';
    for (const fault of [{ kind: 'replyLost' }, { kind: 'notReached' }, { kind: 'errcode', errcode: -1 }]) {
      await sim.control('faults', { ...fault, endpoint });
      expect((await wechat.getOrder(TRANSACTION)).kind).toBe('unknown');
    }
  });

  it("concludes nothing from the gateway's own trouble", async () => {
    const nobody = await startCloudbase({
      port: 0,
      dir: null,
      collections: [],
      functions: {},
      log: () => undefined,
    });
    try {
      Object.assign(process.env, nobody.environment());
      expect((await wechat.getOrder(TRANSACTION)).kind).toBe('unknown');
    } finally {
      Object.assign(process.env, cloud.environment());
      await nobody.close();
    }
  });

  it('reminds, sets paths, lists couriers and sends messages', async () => {
    const reminded = await wechat.remindReceipt({ transactionId: TRANSACTION, receivedAtMs: START_MS });
    expect(reminded.kind).not.toBe('unknown');
    expect(reached.at(-1)?.data).toEqual({ transaction_id: TRANSACTION, received_time: START_MS / 1000 });
    expect((await wechat.setMessagePath('pages/order')).kind).toBe('accepted');
    expect((await wechat.setOrderPath('pages/order?no=${商品订单号}')).kind).toBe('accepted');
    expect(await wechat.listCouriers()).toMatchObject({
      value: expect.arrayContaining([{ courierId: 'SF', name: '顺丰速运' }]),
    });
    const data = [
      { key: 'thing1', value: '茶' },
      { key: 'character_string2', value: 'SF1' },
    ];
    const message = { openid: OPENID, templateId: 't1', page: 'a', data };
    expect(await wechat.sendMessage(message)).toMatchObject({ kind: 'refused', code: 43101 });
    await sim.control('subscriptions', { openid: OPENID, template_ids: ['t1'] });
    expect((await wechat.sendMessage(message)).kind).toBe('accepted');
  });
});
