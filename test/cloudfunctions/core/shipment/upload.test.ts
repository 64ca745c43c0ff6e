import { describe, expect, it } from '@jest/globals';
import { uploadMachine } from '../../../../cloudfunctions/core/shipment/shipment';
import type { Shipment, WechatOrderState } from '../../../../cloudfunctions/core/shipment/shipment';
import type { ShippingBooks } from '../../../../cloudfunctions/core/shipment/shipping';
import { afterAsking, afterUpload } from '../../../../cloudfunctions/core/shipment/upload-answers';
import { adviceOf, codeWords } from '../../../../cloudfunctions/core/shipment/upload-codes';
import type { UploadAdvice } from '../../../../cloudfunctions/core/shipment/upload-codes';
import {
  isKnown,
  itemDescOf,
  maskedContact,
  MAX_ITEM_DESC,
  uploadRequest,
} from '../../../../cloudfunctions/core/shipment/upload-request';
import type { KnownShipping } from '../../../../cloudfunctions/core/shipment/upload-request';
import {
  decideShippingStep,
  uploadPause,
  uploadRetried,
} from '../../../../cloudfunctions/core/shipment/upload-steps';
import { everyStep } from '../machine-table';
import { NOW_MS, TEA } from '../samples';
import { begun, books, HOUR_MS, MINUTE_MS, refundOf, SF_NO, shipped, uploaded } from './shipping-books';

type Shipped = ShippingBooks & { readonly shipment: Shipment };
const DAY_MS = 24 * HOUR_MS;

/** The codes of the page of upload_shipping_info, and the two quotas of every call. */
const UPLOAD_CODES: readonly number[] = [
  45009, 45011, 10060001, 10060002, 10060003, 10060004, 10060005, 10060006, 10060007, 10060008, 10060009,
  10060012, 10060013, 10060014, 10060019, 10060020, 10060023, 10060024, 10060025, 10060026, 10060031,
  268485194, 268485195, 268485196, 268485197, 268485216, 268485224, 268485226, 268485227, 268485228,
  268485253,
];

/** What WeChat has once it has taken `at`. */
function knownOf({ order, shipment }: Shipped, state: WechatOrderState = 'shipped'): KnownShipping {
  const parcels = order.parcels.map(({ courierId = '', trackingNo }) => ({ courierId, trackingNo }));
  return { state, shipping: { way: shipment.way, finished: shipment.complete, parcels } };
}
const asked = (at: Shipped, known: KnownShipping, nowMs = NOW_MS) => ({
  ...at,
  ...afterAsking(at, { kind: 'known', known }, nowMs),
});
const refusedWith = (at: Shipped, code: number, nowMs = NOW_MS) =>
  afterUpload(at.shipment, { kind: 'refused', code }, nowMs);

describe('upload machine', () => {
  const steps = everyStep(uploadMachine, {
    'due begin': 'unsure',
    'due renew': 'due',
    'due receive': 'received',
    'waiting begin': 'unsure',
    'waiting renew': 'due',
    'waiting retry': 'due',
    'waiting accept': 'sent',
    'waiting giveUp': 'givenUp',
    'waiting receive': 'received',
    'unsure accept': 'sent',
    'unsure postpone': 'waiting',
    'unsure refuse': 'refused',
    'unsure giveUp': 'givenUp',
    'unsure missing': 'due',
    'unsure receive': 'received',
    'unsure renew': 'unsure',
    'sent renew': 'due',
    'refused renew': 'due',
    'refused retry': 'due',
    'refused accept': 'sent',
    'refused giveUp': 'givenUp',
    'refused receive': 'received',
    'givenUp renew': 'due',
    'givenUp retry': 'due',
    'givenUp accept': 'sent',
    'givenUp receive': 'received',
    'received renew': 'due',
  });

  it('has 7 states and 9 commands', () => {
    expect(steps).toHaveLength(63);
  });

  it.each(steps)('leads from $state by $command to $next', ({ state, command, next }) => {
    expect(uploadMachine.next(state, command)).toBe(next);
  });
});

describe('what is told', () => {
  const payment = { transactionId: '4200000001', openid: 'openid-ming' };

  it('is one upload for everything in one parcel, with the receiver starred', () => {
    expect(uploadRequest(shipped(), payment, NOW_MS)).toEqual({
      ...payment,
      way: 'express',
      mode: 'unified',
      finished: true,
      uploadedAtMs: NOW_MS,
      parcels: [
        { courierId: 'SF', trackingNo: SF_NO, itemDesc: '龙井*2、茶杯*1', receiverContact: '138****8000' },
      ],
    });
  });

  it('is the whole list every time once there are parts', () => {
    const tea = { courierId: 'SF', trackingNo: SF_NO, lines: [{ skuId: TEA.skuId, quantity: 2 }] };
    const first = uploaded(shipped(books(), { parcels: [tea] }));
    expect(uploadRequest(first, payment, NOW_MS)).toMatchObject({ mode: 'split', finished: false });
    const second = shipped(first, { parcels: [{ courierId: 'SF', trackingNo: 'SF1420098765433' }] });
    const request = uploadRequest(second, payment, NOW_MS);
    expect(request).toMatchObject({ mode: 'split', finished: true });
    expect(request.parcels.map(({ itemDesc }) => itemDesc)).toEqual(['龙井*2', '茶杯*1']);
  });

  it('counts what is too long for the description and never cuts a character in half', () => {
    for (const title of ['茶'.repeat(70), '𠮷🍵'.repeat(30)]) {
      const lines = ['a', 'b'].map((skuId) => ({ ...TEA, skuId, title }));
      const at = shipped(books({}, { lines }));
      const [parcel] = at.order.parcels;
      if (parcel === undefined) throw new Error('no parcel');
      const text = itemDescOf(at.order, parcel);
      expect(text.length).toBeLessThanOrEqual(MAX_ITEM_DESC);
      expect(text).toMatch(/等2种商品$/);
      expect(text).not.toMatch(/\p{Cs}/u);
    }
  });

  it('keeps a number that is too short to be starred to itself', () => {
    expect([maskedContact('13800138000'), maskedContact('021-12345678'), maskedContact('')]).toEqual([
      '138****8000',
      '021****5678',
      null,
    ]);
  });
});

describe('the outbox', () => {
  it('writes down that a call goes out, so that a process that dies is followed by a question', () => {
    const sent = begun(shipped(), NOW_MS);
    expect(sent.shipment.upload).toMatchObject({ state: 'unsure', tries: 1, firstTryAtMs: NOW_MS });
    expect(decideShippingStep(sent, NOW_MS).kind).toBe('none');
    expect(decideShippingStep(sent, NOW_MS + MINUTE_MS)).toMatchObject({
      kind: 'ask',
      transactionId: '4200000001',
    });
  });

  it('is done once WeChat has taken it, and looks at the money from time to time', () => {
    const done = uploaded(shipped());
    expect(done.shipment.upload).toMatchObject({
      state: 'sent',
      code: null,
      taken: { version: 1, mode: 'unified', finished: true, atMs: NOW_MS },
    });
    expect(decideShippingStep(done, NOW_MS + 47 * HOUR_MS).kind).toBe('none');
    const asked = decideShippingStep(done, NOW_MS + 48 * HOUR_MS);
    expect(asked).toMatchObject({ kind: 'ask', shipment: { nextStepAtMs: NOW_MS + 72 * HOUR_MS } });
  });

  it('tells again what came to it while a call was under way', () => {
    const tea = { courierId: 'SF', trackingNo: SF_NO, lines: [{ skuId: TEA.skuId, quantity: 2 }] };
    const sent = begun(shipped(books(), { parcels: [tea] }), NOW_MS);
    const more = shipped(sent, { parcels: [{ courierId: 'SF', trackingNo: 'SF1420098765433' }] });
    expect(more.shipment.upload.state).toBe('unsure');
    const after = afterUpload(more.shipment, { kind: 'accepted' }, NOW_MS).shipment;
    expect(after).toMatchObject({
      nextStepAtMs: NOW_MS,
      upload: { state: 'due', taken: { version: 1, finished: false } },
    });
  });

  it('stays unsure of a lost answer, and asks a minute later instead of telling again', () => {
    const at = begun(shipped(), NOW_MS);
    const { shipment, ask } = afterUpload(at.shipment, { kind: 'unknown' }, NOW_MS);
    expect({ ask, state: shipment.upload.state, taken: shipment.upload.taken }).toEqual({
      ask: false,
      state: 'unsure',
      taken: null,
    });
    expect(decideShippingStep({ ...at, shipment }, NOW_MS + MINUTE_MS).kind).toBe('ask');
  });

  it('waits and tries again while WeChat does not know the payment', () => {
    let at = begun(shipped(), NOW_MS);
    let nowMs = NOW_MS;
    const pauses: number[] = [];
    for (let tries = 1; tries <= 8; tries++) {
      const { shipment, ask } = refusedWith(at, 10060001, nowMs);
      expect({ ask, state: shipment.upload.state }).toEqual({ ask: false, state: 'waiting' });
      pauses.push(((shipment.nextStepAtMs ?? 0) - nowMs) / MINUTE_MS);
      nowMs = shipment.nextStepAtMs ?? 0;
      at = begun({ ...at, shipment }, nowMs);
    }
    expect(pauses).toEqual([1, 1, 2, 5, 10, 30, 60, 60]);
  });

  it('gives up a payment that is unknown for three days, and begins anew when a person says so', () => {
    const first = begun(shipped(), NOW_MS);
    const { shipment } = refusedWith(first, 10060001, NOW_MS);
    const last = begun({ ...first, shipment }, NOW_MS + 3 * DAY_MS);
    const over = refusedWith(last, 10060001, NOW_MS + 3 * DAY_MS).shipment;
    expect(over).toMatchObject({ nextStepAtMs: null, upload: { state: 'givenUp', code: 10060001 } });
    expect(uploadRetried(over, NOW_MS)).toMatchObject({
      nextStepAtMs: NOW_MS,
      upload: { state: 'due', tries: 0, firstTryAtMs: null },
    });
    expect(uploadRetried(uploaded(shipped()).shipment, NOW_MS)).toBeNull();
  });

  const ADVICE: Readonly<Record<UploadAdvice, object>> = {
    wait: { ask: false, shipment: { upload: { state: 'waiting' } } },
    again: { ask: false, shipment: { upload: { state: 'waiting' } } },
    ask: { ask: true, shipment: { upload: { state: 'unsure' } } },
    mend: { ask: false, shipment: { upload: { state: 'refused' } } },
  };
  it.each(UPLOAD_CODES)('does with %d what its table says, and has Chinese words for it', (code) => {
    expect(refusedWith(begun(shipped(), NOW_MS), code)).toMatchObject(ADVICE[adviceOf(code)]);
    expect(codeWords(code)).toMatch(/^[一-鿿，。“”A-Za-z]+$/);
  });

  it('knows what each of the documented codes asks for', () => {
    const by = (advice: UploadAdvice) => UPLOAD_CODES.filter((code) => adviceOf(code) === advice);
    expect(by('wait')).toEqual([10060001]);
    expect(by('again')).toEqual([45009, 45011, 10060012, 10060019]);
    expect(by('ask')).toEqual([10060002, 10060003, 10060004, 10060023]);
    expect(by('mend')).toHaveLength(22);
    expect(UPLOAD_CODES.filter((code) => codeWords(code).includes('返回错误'))).toEqual([]);
    expect(adviceOf(999)).toBe('mend');
  });

  it("waits an hour when the day's calls are used up", () => {
    const { shipment } = refusedWith(begun(shipped(), NOW_MS), 45009);
    expect(shipment.nextStepAtMs).toBe(NOW_MS + HOUR_MS);
  });
});

describe('asking WeChat after a lost reply', () => {
  const lost = () => begun(shipped(), NOW_MS);

  it('finds that the upload has arrived', () => {
    const at = lost();
    expect(asked(at, knownOf(at)).shipment.upload).toMatchObject({
      state: 'sent',
      taken: { finished: true },
    });
  });

  it('finds that it has not, and tells it once more', () => {
    const { shipment } = asked(lost(), { state: 'toShip', shipping: null });
    expect(shipment.upload.state).toBe('due');
    expect(shipment.nextStepAtMs).toBe(NOW_MS + uploadPause(1));
  });

  it('learns nothing from an answer that is lost as well', () => {
    const at = lost();
    expect(afterAsking(at, { kind: 'unknown' }, NOW_MS)).toBe(at);
  });

  it('waits when WeChat does not know the payment', () => {
    expect(afterAsking(lost(), { kind: 'refused', code: 10060001 }, NOW_MS).shipment.upload.state).toBe(
      'waiting',
    );
  });

  it('gives up when the money went back', () => {
    expect(asked(lost(), { state: 'refunded', shipping: null }).shipment.upload.state).toBe('givenUp');
  });

  it.each([10060002, 10060003, 10060023])('after %d is done where WeChat has just that', (code) => {
    const at = lost();
    const { shipment } = refusedWith(at, code);
    expect(asked({ ...at, shipment }, knownOf(at)).shipment.upload).toMatchObject({
      state: 'sent',
      code: null,
    });
  });

  it.each([10060002, 10060003, 10060004])(
    'after %d calls a person where WeChat has something else',
    (code) => {
      const at = lost();
      const { shipment } = refusedWith(at, code);
      const other: KnownShipping = {
        state: 'shipped',
        shipping: {
          way: 'express',
          finished: true,
          parcels: [{ courierId: 'SF', trackingNo: 'SF0000000000000' }],
        },
      };
      expect(isKnown(other, at)).toBe(false);
      expect(asked({ ...at, shipment }, other).shipment.upload).toMatchObject({ state: 'refused', code });
    },
  );

  it.each(['confirmed', 'settling', 'done'] as const)(
    'after 10060004 wants nothing of a person where the goods are %s with other parcels',
    (state) => {
      const at = lost();
      const { shipment } = refusedWith(at, 10060004);
      const parcels = [{ courierId: 'SF', trackingNo: 'SF0000000000000' }];
      const other: KnownShipping = { state, shipping: { way: 'express', finished: true, parcels } };
      const over = asked({ ...at, shipment }, other);
      expect(over.shipment.upload).toMatchObject({ state: 'received', code: null });
      expect(over.order.state).toBe('completed');
      expect(uploadRetried(over.shipment, NOW_MS)).toBeNull();
    },
  );

  it('closes what was refused before the goods were received, at the next look', () => {
    const at = lost();
    const { shipment } = refusedWith(at, 10060025);
    expect(shipment.upload.state).toBe('refused');
    const step = decideShippingStep({ ...at, shipment }, NOW_MS + DAY_MS);
    expect(step.kind).toBe('ask');
    const over = asked({ ...at, shipment }, { state: 'confirmed', shipping: null }, NOW_MS + DAY_MS);
    expect(over.shipment.upload.state).toBe('received');
  });

  it("heals a refused upload that the merchant has entered on WeChat's own pages", () => {
    const at = lost();
    const { shipment } = refusedWith(at, 10060014);
    expect(asked({ ...at, shipment }, knownOf(at)).shipment.upload.state).toBe('sent');
  });

  it('takes parts for what they are: finished or not', () => {
    const at = shipped();
    const known = knownOf(at);
    expect(isKnown(known, at)).toBe(true);
    expect(
      isKnown({ ...known, shipping: known.shipping && { ...known.shipping, finished: false } }, at),
    ).toBe(false);
    expect(isKnown({ state: 'toShip', shipping: null }, at)).toBe(false);
  });
});

describe('what WeChat says of receipt and money', () => {
  it.each(['confirmed', 'settling', 'done'] as const)('completes the order when it is %s', (state) => {
    const at = uploaded(shipped());
    const after = asked(at, knownOf(at, state), NOW_MS + HOUR_MS);
    expect(after.order).toMatchObject({ state: 'completed', completedAtMs: NOW_MS + HOUR_MS });
    expect(after.shipment.confirmedAtMs).toBe(NOW_MS + HOUR_MS);
    expect(after.shipment.settledAtMs).toBe(state === 'done' ? NOW_MS + HOUR_MS : null);
    expect(after.shipment.nextStepAtMs === null).toBe(state === 'done');
  });

  it.each(['toShip', 'shipped', 'refunded'] as const)('leaves the order when it is %s', (state) => {
    const at = uploaded(shipped());
    expect(asked(at, knownOf(at, state)).order).toBe(at.order);
  });

  it('says the same twice without a second entry', () => {
    const at = uploaded(shipped());
    const once = asked(at, knownOf(at, 'confirmed'));
    const twice = asked(once, knownOf(at, 'confirmed'), NOW_MS + HOUR_MS);
    expect(twice.order).toBe(once.order);
    expect(twice.shipment.confirmedAtMs).toBe(NOW_MS);
  });

  it('is not asked again once the money is settled or returned', () => {
    const at = uploaded(shipped());
    for (const state of ['done', 'refunded'] as const) {
      const over = asked(at, knownOf(at, state));
      expect(decideShippingStep(over, NOW_MS + 100 * DAY_MS).kind).toBe('none');
    }
  });
});

describe('parts that wait', () => {
  const tea = { courierId: 'SF', trackingNo: SF_NO, lines: [{ skuId: TEA.skuId, quantity: 2 }] };

  it('are looked at in our own books, and told as finished when the rest is refunded', () => {
    const part = uploaded(shipped(books(), { parcels: [tea] }));
    const seen = {
      ...part,
      shipment: { ...part.shipment, seen: { state: 'toShip', atMs: NOW_MS } as const },
    };
    expect(decideShippingStep(seen, NOW_MS + 10 * MINUTE_MS).kind).toBe('note');
    const refunded = { ...seen, refunds: [refundOf('cup-white', 1)] };
    const step = decideShippingStep(refunded, NOW_MS + 10 * MINUTE_MS);
    expect(step).toMatchObject({
      kind: 'note',
      order: { state: 'shipped' },
      shipment: { upload: { state: 'due' } },
    });
  });
});

describe('an order without a payment that can be named', () => {
  it('is left alone', () => {
    const at = { ...shipped(), attempts: [] };
    expect(decideShippingStep(at, NOW_MS)).toMatchObject({ kind: 'note', shipment: { nextStepAtMs: null } });
  });
});
