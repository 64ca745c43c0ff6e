import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cleanTrackingNo,
  COURIERS,
  couriersOf,
  fitOf,
} from '../../../../cloudfunctions/core/shipment/couriers';

const courier = (courierId: string) => {
  const found = COURIERS.find((one) => one.courierId === courierId);
  if (found === undefined) throw new Error(`no ${courierId}`);
  return found;
};

/** A waybill of each courier as it is printed. */
const WAYBILLS: readonly (readonly [courierId: string, trackingNo: string])[] = [
  ['SF', 'SF1420098765432'],
  ['ZTO', '78912345678901'],
  ['ZTO', '751234567890'],
  ['YTO', 'YT7712345678901'],
  ['YD', '4312345678901'],
  ['STO', '772012345678901'],
  ['JTSD', 'JT5123456789012'],
  ['JD', 'JDVA12345678901'],
  ['JD', 'JD0123456789012'],
  ['EMS', 'EB123456789CN'],
  ['EMS', '1012345678901'],
  ['YZPY', '9812345678901'],
  ['DBL', 'DPK364123456789'],
  ['KYSY', 'KY4000012345678'],
  ['UC', '518123456789'],
];

describe('couriers', () => {
  it.each(WAYBILLS)('takes a number of %s: %s', (courierId, trackingNo) => {
    expect(fitOf(trackingNo, courier(courierId))).toEqual({ kind: 'fits' });
  });

  it('has every courier once, and none without a printed example', () => {
    const ids = COURIERS.map(({ courierId }) => courierId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(WAYBILLS.map(([courierId]) => courierId))).toEqual(new Set(ids));
  });

  it.each([
    ['SF1420098765432', 'ZTO', 'SF'],
    ['YT7712345678901', 'SF', 'YTO'],
    ['JT5123456789012', 'YD', 'JTSD'],
    ['DPK364123456789', 'STO', 'DBL'],
    ['EB123456789CN', 'YTO', 'EMS'],
  ])('says of %s entered for %s that it is of %s', (trackingNo, chosen, betrayed) => {
    expect(fitOf(trackingNo, courier(chosen))).toEqual({ kind: 'otherCourier', others: [courier(betrayed)] });
  });

  it('names every courier a number without a mark may be of', () => {
    const fit = fitOf('4312345678901', courier('SF'));
    expect(fit.kind === 'otherCourier' && fit.others.map(({ courierId }) => courierId)).toEqual([
      'YD',
      'STO',
    ]);
  });

  it.each(['', 'HELLO', '123', 'SF12', '一二三四五六七八九十一二'])(
    'says of %j that it is no number at all',
    (text) => {
      expect(fitOf(cleanTrackingNo(text), courier('SF'))).toEqual({ kind: 'noNumber' });
    },
  );

  it('takes out what scanners and thumbs add', () => {
    expect(cleanTrackingNo(' sf1420-0987 65432\n')).toBe('SF1420098765432');
    expect(cleanTrackingNo('ＹＴ７７１２３４５６７８９０１')).toBe('YT7712345678901');
  });

  it('cleans a clean number to itself, and recognises it the same for ever', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const clean = cleanTrackingNo(text);
        expect(cleanTrackingNo(clean)).toBe(clean);
        expect(couriersOf(clean)).toEqual(couriersOf(clean));
        for (const one of couriersOf(clean)) expect(fitOf(clean, one)).toEqual({ kind: 'fits' });
      }),
    );
  });
});
