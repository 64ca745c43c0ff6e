import { tidyAddress, type Address } from '../../../contract/address';

/** What was found in a text; what was not stays as it is in the form. */
export type FoundAddress = Partial<Address>;

/** A mobile number as people write it: with +86, spaces or dashes, and not a part of a longer number. */
const MOBILE = /(?<!\d)(?:(?:\+|00)?86[\s-]?)?(1[3-9]\d(?:[\s-]?\d{4}){2})(?!\d)/;

const LABELS =
  /(收货人|收件人|姓名|联系人|联系电话|手机号码|手机号|手机|电话|所在地区|收货地址|详细地址|地址)\s*[:：]?/g;

/** Cities that are provinces too. */
const MUNICIPALITY = /^(北京|天津|上海|重庆)市?/;
const PROVINCE = /^([\u4e00-\u9fa5]{2,7}?(?:省|自治区|特别行政区))/;
/** Autonomous regions are written short as often as in full. */
const SHORT_REGIONS: readonly (readonly [short: string, full: string])[] = [
  ['内蒙古', '内蒙古自治区'],
  ['广西', '广西壮族自治区'],
  ['西藏', '西藏自治区'],
  ['宁夏', '宁夏回族自治区'],
  ['新疆', '新疆维吾尔自治区'],
  ['香港', '香港特别行政区'],
  ['澳门', '澳门特别行政区'],
];
const CITY = /^([\u4e00-\u9fa5]{2,12}?(?:自治州|地区|盟|市))/;
const DISTRICT = /^([\u4e00-\u9fa5]{1,12}?(?:新区|区|县|旗|市))/;
/** A Chinese name, or one with a middle dot. */
const NAME = /^[\u4e00-\u9fa5·]{2,8}$/;
const PLACE = /[省市区县州旗镇乡村街道路号栋幢楼室]/;

interface Region {
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly detail: string;
}

function take(pattern: RegExp, text: string): readonly [found: string, rest: string] {
  const found = pattern.exec(text)?.[1] ?? '';
  return [found, text.slice(found.length).trim()];
}

function provinceIn(text: string): readonly [province: string, rest: string] {
  const [province, rest] = take(PROVINCE, text);
  if (province !== '') return [province, rest];
  const region = SHORT_REGIONS.find(([short]) => text.startsWith(short));
  return region === undefined ? ['', text] : [region[1], text.slice(region[0].length).trim()];
}

/** The region a text begins with, or null when it begins with none. */
function regionIn(text: string): Region | null {
  const municipality = MUNICIPALITY.exec(text);
  if (municipality !== null) {
    const city = `${municipality[1] ?? ''}市`;
    // 北京市北京市朝阳区 is how address books write it.
    const rest = text
      .slice(municipality[0].length)
      .trim()
      .replace(MUNICIPALITY, '')
      .replace(/^市辖区/, '')
      .trim();
    const [district, detail] = take(DISTRICT, rest);
    return { province: city, city, district, detail };
  }
  const [province, afterProvince] = provinceIn(text);
  if (province === '') return null;
  const [city, afterCity] = take(CITY, afterProvince);
  if (city === '') return null;
  const [district, detail] = take(DISTRICT, afterCity);
  return { province, city, district, detail };
}

function nameAmong(parts: readonly string[]): string {
  return (
    parts.find((part) => NAME.test(part) && !PLACE.test(part)) ?? parts.find((part) => NAME.test(part)) ?? ''
  );
}

/**
 * Reads a pasted text such as `林小满 13800001234 浙江省杭州市西湖区龙井路1号`: number, name and region in any order, with or
 * without labels. Never throws; answers only what it is sure of, and the shopper sees all of it before it is saved.
 */
export function parseAddress(text: string): FoundAddress {
  const mobile = MOBILE.exec(text);
  const without = mobile === null ? text : text.replace(mobile[0], ' ');
  const parts = without
    .replace(LABELS, ' ')
    .split(/[\s,，;；、。|]+/)
    .filter((part) => part !== '');
  const at = parts.findIndex((part) => regionIn(part) !== null || provinceIn(part)[0] !== '');
  const name = nameAmong(
    parts.filter((_part, index) => index !== at && (at < 0 || index < at || index === parts.length - 1)),
  );
  const place =
    at < 0
      ? ''
      : parts
          .slice(at)
          .filter((part) => part !== name)
          .join(' ');
  const region = regionIn(place) ?? regionIn(place.replace(/\s/g, ''));
  const found = tidyAddress({
    name,
    mobile: mobile?.[1] ?? '',
    province: region?.province ?? '',
    city: region?.city ?? '',
    district: region?.district ?? '',
    detail: region?.detail ?? '',
  });
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ''));
}
