/** What is known of one courier. */
export interface Courier {
  /** WeChat's id of it, as `get_delivery_list` gives it. */
  readonly courierId: string;
  readonly name: string;
  /** What its numbers look like, in words. */
  readonly numberHint: string;
  /** Numbers it gives out. */
  readonly pattern: RegExp;
}

/**
 * The couriers of a usual shop. No courier publishes its numbers; these shapes are what their waybills carry, and
 * where several are about they are wide: a right number that is refused costs more than a wrong one that slips through.
 */
export const COURIERS: readonly Courier[] = [
  {
    courierId: 'SF',
    name: '顺丰速运',
    numberHint: 'SF 开头加 12 或 13 位数字',
    pattern: /^SF\d{12,13}$/,
  },
  {
    courierId: 'ZTO',
    name: '中通快递',
    numberHint: '12 或 14 位数字',
    pattern: /^(\d{12}|\d{14})$/,
  },
  {
    courierId: 'YTO',
    name: '圆通速递',
    numberHint: 'YT 开头加 13 位数字',
    pattern: /^(YT\d{13}|[A-Z]\d{9,11}|\d{10,12})$/,
  },
  {
    courierId: 'YD',
    name: '韵达速递',
    numberHint: '13 或 15 位数字',
    pattern: /^(\d{13}|\d{15})$/,
  },
  {
    courierId: 'STO',
    name: '申通快递',
    numberHint: '12、13 或 15 位数字',
    pattern: /^(\d{12,13}|\d{15})$/,
  },
  {
    courierId: 'JTSD',
    name: '极兔速递',
    numberHint: 'JT 开头加 13 位数字',
    pattern: /^JT\d{13}$/,
  },
  {
    courierId: 'JD',
    name: '京东物流',
    numberHint: 'JD 开头加 11 到 15 位数字或字母',
    pattern: /^JD[0-9A-Z]{11,15}$/,
  },
  {
    courierId: 'EMS',
    name: 'EMS',
    numberHint: '两个字母加 9 位数字加 CN，或 1 开头的 13 位数字',
    pattern: /^(E[A-Z]\d{9}CN|1\d{12})$/,
  },
  {
    courierId: 'YZPY',
    name: '邮政快递包裹',
    numberHint: '9 开头的 13 位数字，或 P 开头加 CN 结尾',
    pattern: /^(9\d{12}|P[A-Z]\d{9}CN)$/,
  },
  {
    courierId: 'DBL',
    name: '德邦快递',
    numberHint: 'DPK 开头加 12 位数字，或 8 到 10 位数字',
    pattern: /^(DPK\d{12}|\d{8,10})$/,
  },
  {
    courierId: 'KYSY',
    name: '跨越速运',
    numberHint: 'KY 开头加 10 到 13 位数字',
    pattern: /^KY\d{10,13}$/,
  },
  {
    courierId: 'UC',
    name: '优速快递',
    numberHint: '12 或 15 位数字',
    pattern: /^(\d{12}|\d{15})$/,
  },
];

/** The courier of this id, or null. */
export function findCourier(courierId: string): Courier | null {
  return COURIERS.find((one) => one.courierId === courierId) ?? null;
}

/** A number as it is printed: what a scanner or a thumb adds is taken out, letters are large. */
export function cleanTrackingNo(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\-‐-―]/g, '')
    .toUpperCase();
}

/** Which couriers a number may be of: all whose shape it has. */
export function couriersOf(trackingNo: string): readonly Courier[] {
  return COURIERS.filter(({ pattern }) => pattern.test(trackingNo));
}

/** Whether a number fits the courier that was chosen; `others` are those it fits instead. */
export type TrackingNoFit =
  | { readonly kind: 'fits' }
  | { readonly kind: 'otherCourier'; readonly others: readonly Courier[] }
  | { readonly kind: 'noNumber' };

/** Compares a cleaned number with the chosen courier. */
export function fitOf(trackingNo: string, chosen: Courier): TrackingNoFit {
  const candidates = couriersOf(trackingNo);
  if (candidates.includes(chosen)) return { kind: 'fits' };
  return candidates.length === 0 ? { kind: 'noNumber' } : { kind: 'otherCourier', others: candidates };
}
