import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseAddress } from '../../../../miniprogram/packages/checkout/address-edit/parse-address';

const hangzhou = {
  name: '林小满',
  mobile: '13800001234',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路1号2幢301',
};

describe('pasted address', () => {
  it.each([
    '林小满 13800001234 浙江省杭州市西湖区龙井路1号2幢301',
    '林小满，138-0000-1234，浙江省 杭州市 西湖区 龙井路1号2幢301',
    '浙江省杭州市西湖区龙井路1号2幢301 林小满 +86 138 0000 1234',
    '收货人：林小满\n手机号：13800001234\n所在地区：浙江省杭州市西湖区\n详细地址：龙井路1号2幢301',
    '13800001234 林小满 浙江省杭州市西湖区龙井路1号2幢301',
  ])('reads %j', (text) => {
    expect(parseAddress(text)).toEqual(hangzhou);
  });

  it.each([
    [
      '北京市朝阳区建国路88号',
      { province: '北京市', city: '北京市', district: '朝阳区', detail: '建国路88号' },
    ],
    [
      '北京北京市朝阳区建国路88号',
      { province: '北京市', city: '北京市', district: '朝阳区', detail: '建国路88号' },
    ],
    [
      '新疆维吾尔自治区乌鲁木齐市天山区解放南路9号',
      { province: '新疆维吾尔自治区', city: '乌鲁木齐市', district: '天山区', detail: '解放南路9号' },
    ],
    [
      '云南省大理白族自治州大理市人民路5号',
      { province: '云南省', city: '大理白族自治州', district: '大理市', detail: '人民路5号' },
    ],
    [
      '广西桂林市阳朔县西街3号',
      { province: '广西壮族自治区', city: '桂林市', district: '阳朔县', detail: '西街3号' },
    ],
    [
      '上海市浦东新区世纪大道100号',
      { province: '上海市', city: '上海市', district: '浦东新区', detail: '世纪大道100号' },
    ],
  ])('knows the region of %s', (text, found) => {
    expect(parseAddress(text)).toEqual(found);
  });

  it('does not take a part of a longer number for a mobile number', () => {
    expect(parseAddress('订单 2013800001234567').mobile).toBeUndefined();
  });

  it('answers nothing about a text that is no address', () => {
    expect(parseAddress('hello world')).toEqual({});
    expect(parseAddress('')).toEqual({});
  });

  it('finds name and number wherever the separators and the order put them', () => {
    const separator = fc.constantFrom(' ', '，', ',', '\n', '；');
    fc.assert(
      fc.property(fc.boolean(), separator, separator, (placeFirst, one, other) => {
        const place = '浙江省杭州市西湖区龙井路1号2幢301';
        const text = placeFirst
          ? `${place}${one}林小满${other}13800001234`
          : `林小满${one}13800001234${other}${place}`;
        expect(parseAddress(text)).toEqual(hangzhou);
      }),
    );
  });

  it('survives any text, and never answers a field that is empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(Object.values(parseAddress(text)).every((value) => value !== '')).toBe(true);
      }),
    );
  });
});
