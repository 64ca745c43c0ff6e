import { describe, expect, it } from '@jest/globals';
import { decideCorrecting, mayCorrect } from '../../../../cloudfunctions/core/shipment/correcting';
import type { Shipping } from '../../../../cloudfunctions/core/shipment/shipping';
import { afterUpload } from '../../../../cloudfunctions/core/shipment/upload-answers';
import { NOW_MS, CUP, TEA } from '../samples';
import { after, begun, books, MINUTE_MS, SF_NO, shipped, uploaded, wish, YTO_NO } from './shipping-books';

const YTO = [{ courierId: 'YTO', trackingNo: YTO_NO }];
const OTHER_SF = [{ courierId: 'SF', trackingNo: 'SF1420098765433' }];
const refusalOf = (decision: Shipping) => (decision.kind === 'refused' ? decision.refusal : null);
const split = (teaNo: string, cupNo: string) => [
  { courierId: 'SF', trackingNo: teaNo, lines: [{ skuId: TEA.skuId, quantity: 2 }] },
  { courierId: 'SF', trackingNo: cupNo, lines: [{ skuId: CUP.skuId, quantity: 1 }] },
];

describe('correcting a shipment', () => {
  it('puts another parcel in the place of the first and tells WeChat again', () => {
    const before = uploaded(shipped());
    const { order, shipment } = after(before, decideCorrecting(before, wish({ parcels: YTO })));
    expect(order.state).toBe('shipped');
    expect(order.parcels).toMatchObject([{ courierId: 'YTO', trackingNo: YTO_NO }]);
    expect(order.timeline.at(-1)?.text).toBe(`商家更正了物流：圆通速递 ${YTO_NO}`);
    expect(shipment).toMatchObject({ corrected: true, upload: { state: 'due', version: 2 } });
  });

  it('is done once of what WeChat has taken', () => {
    const once = uploaded(shipped());
    const corrected = uploaded(after(once, decideCorrecting(once, wish({ parcels: YTO }))));
    expect(mayCorrect(once)).toBe(true);
    expect(mayCorrect(corrected)).toBe(false);
    expect(refusalOf(decideCorrecting(corrected, wish({ parcels: OTHER_SF })))).toBe('CORRECTION_USED');
  });

  it('costs nothing before WeChat has taken anything, however often', () => {
    let at = shipped();
    for (const parcels of [YTO, OTHER_SF, YTO]) at = after(at, decideCorrecting(at, wish({ parcels })));
    expect(at.shipment.corrected).toBe(false);
    const refused = begun(at, NOW_MS);
    const code = 10060026;
    const { shipment } = afterUpload(refused.shipment, { kind: 'refused', code }, NOW_MS);
    const mended = { ...refused, shipment };
    expect(after(mended, decideCorrecting(mended, wish({ parcels: OTHER_SF }))).shipment).toMatchObject({
      corrected: false,
      upload: { state: 'due', code: null, tries: 0 },
    });
  });

  it('costs the chance when one parcel becomes two', () => {
    const before = uploaded(shipped());
    const two = wish({ parcels: split(SF_NO, 'SF1420098765433') });
    expect(after(before, decideCorrecting(before, two)).shipment.corrected).toBe(true);
  });

  it('of parts that are not finished is free, as long as they stay parts', () => {
    const first = split(SF_NO, '').slice(0, 1);
    const part = uploaded(shipped(books(), { parcels: first }));
    const again = split('SF1420098765433', '').slice(0, 1);
    expect(after(part, decideCorrecting(part, wish({ parcels: again }))).shipment.corrected).toBe(false);
  });

  it('waits while nobody knows whether WeChat has taken what is under way', () => {
    const before = begun(shipped(), NOW_MS);
    expect(refusalOf(decideCorrecting(before, wish({ parcels: YTO })))).toBe('UPLOAD_UNDER_WAY');
  });

  it('keeps the goods: none more, none less', () => {
    const before = shipped();
    const [tea] = split(SF_NO, '');
    expect(refusalOf(decideCorrecting(before, wish({ parcels: tea === undefined ? [] : [tea] })))).toBe(
      'LINES_MISSING',
    );
    const more = { courierId: 'SF', trackingNo: SF_NO, lines: [{ skuId: TEA.skuId, quantity: 3 }] };
    expect(refusalOf(decideCorrecting(before, wish({ parcels: [more] })))).toBe('LINES_EXCEED');
  });

  it('refuses a number of another courier as shipping does', () => {
    const before = shipped();
    const wrong = wish({ parcels: [{ courierId: 'ZTO', trackingNo: SF_NO }] });
    expect(refusalOf(decideCorrecting(before, wrong))).toBe('TRACKING_NO_OTHER_COURIER');
  });

  it('is no correction where nothing changes, even a minute later', () => {
    const before = uploaded(shipped());
    expect(refusalOf(decideCorrecting(before, wish({ nowMs: NOW_MS + MINUTE_MS })))).toBe('NOTHING_CHANGED');
  });

  it('can change the way', () => {
    const before = uploaded(shipped());
    const pickup = after(before, decideCorrecting(before, wish({ way: 'pickup', parcels: [] })));
    expect(pickup.shipment).toMatchObject({ way: 'pickup', corrected: true });
    expect(pickup.order.parcels).toMatchObject([{ courier: '到店自提', trackingNo: '' }]);
  });

  it('comes too late once the receipt is confirmed, here or at WeChat', () => {
    const before = uploaded(shipped());
    const done = { ...before, order: { ...before.order, state: 'completed' as const } };
    expect(refusalOf(decideCorrecting(done, wish({ parcels: YTO })))).toBe('CORRECTION_TOO_LATE');
    const there = { ...before, shipment: { ...before.shipment, confirmedAtMs: NOW_MS } };
    expect(refusalOf(decideCorrecting(there, wish({ parcels: YTO })))).toBe('CORRECTION_TOO_LATE');
  });

  it('needs something that was sent', () => {
    expect(refusalOf(decideCorrecting(books(), wish()))).toBe('NOTHING_SHIPPED');
  });

  it('repeated is one correction', () => {
    const before = uploaded(shipped());
    const once = wish({ parcels: YTO });
    const corrected = after(before, decideCorrecting(before, once));
    expect(decideCorrecting(corrected, once)).toEqual({ kind: 'already' });
  });
});
