import { createSeededRandom } from './seeded-random';
import type { SeededRandom } from './seeded-random';

/**
 * Points the published documents leave open or contradict each other on. A good client accepts every
 * value, so the simulator picks one each time; a test may pin one.
 */
export const VARIATIONS = {
  /** `associated_data` of a notification's resource. */
  callbackAssociatedData: ['transaction', 'empty', 'absent'],
  /** Whose signature a notification carries. */
  callbackSigner: ['platformCertificate', 'publicKey'],
  /** Whether `Wechatpay-Signature-Type` is sent with a notification. */
  callbackSignatureType: ['present', 'absent'],
  /** What a query of an unpaid or closed order shows beside its state. */
  unpaidAnswer: ['bare', 'amount', 'empties'],
  orderNotExist: ['ORDER_NOT_EXIST', 'ORDERNOTEXIST'],
  /** Ordering a number that is already paid. */
  reorderPaid: ['400 ORDERPAID', '403 ORDERPAID', '403 OUT_TRADE_NO_USED', '400 INVALID_REQUEST'],
  /** Asking about, closing or reversing an order of other parties. */
  orderOfAnother: ['404 ORDER_NOT_EXIST', '400 INVALID_REQUEST', '400 PARAM_ERROR'],
  /** A sub_mchid that is no sub merchant of the service provider. */
  noPartnerRelation: ['400 PARAM_ERROR', '403 NO_AUTH', '400 INVALID_REQUEST'],
  /** Ordering a number that is closed or past its time_expire. */
  reorderClosed: ['400 ORDER_CLOSED', '400 ORDERCLOSED', '400 INVALID_REQUEST'],
  closePaid: ['400 ORDER_PAID', '400 ORDERPAID', '403 TRADE_ERROR'],
  /** The error table of payment codes is not published for APIv3: words of V2, and of the other products. */
  codeInvalid: ['400 AUTH_CODE_INVALID', '400 PARAM_ERROR', '400 INVALID_REQUEST'],
  codeExpired: ['400 AUTHCODEEXPIRE', '400 INVALID_REQUEST', '403 TRADE_ERROR'],
  payerNotEnough: ['403 NOT_ENOUGH', '403 NOTENOUGH', '403 TRADE_ERROR'],
  /** The same request again for a payment code order that is paid. */
  codepayAgainPaid: ['transaction', 'refused'],
  reorderRevoked: ['400 ORDERREVERSED', '400 ORDER_CLOSED', '400 INVALID_REQUEST'],
  /** Reversing while the shopper is at the password, in the first fifteen seconds. */
  reverseEarly: ['accepted', '403 TRADE_ERROR'],
  /** A partial refund less than a minute after another of the same order. */
  refundTooSoon: ['429 FREQUENCY_LIMITED', '400 INVALID_REQUEST'],
  /** The order's state once its only refund was closed. */
  stateAfterClosedRefund: ['REFUND', 'SUCCESS'],
  /** What an answer about a refund shows beside the documented minimum. */
  refundAnswer: ['bare', 'full'],
  billByteOrderMark: ['present', 'absent'],
  billLineEnd: ['CRLF', 'LF'],
  billLastLineEnd: ['present', 'absent'],
  /** `live`: fees with five decimals, sums without their last zeros; `docs`: two decimals everywhere. */
  billFigures: ['live', 'docs'],
  /** Around 元 in the header of a fund flow bill. */
  billParentheses: ['half', 'full'],
  billRowOrder: ['time', 'mixed'],
  /** Path and query of a download_url differ from page to page, so a client uses it as it is. */
  billDownloadPath: ['file', 'file with tartype', 'downloadurl'],
  /** Certificates of a merchant that has a public key only: the page's code, and the one the Java client expects. */
  noPlatformCertificate: ['RESOURCE_NOT_EXISTS', 'NOT_FOUND'],
  openidRefused: ['PARAM_ERROR', 'INVALID_REQUEST'],
  /** `live`: the captured double nesting; `docs`: the flat form of the documentation page. */
  signMismatchDetail: ['live', 'docs'],
  /** `live`: location and value only, as captured; `docs`: with field and issue. */
  paramErrorDetail: ['live', 'docs'],
} as const;

export type VariationName = keyof typeof VARIATIONS;
export type VariationValue<N extends VariationName> = (typeof VARIATIONS)[N][number];

/** Chooses among the allowed values, unless one is pinned. */
export interface Variations {
  pick<N extends VariationName>(name: N): VariationValue<N>;
  /** The same choice every time it is asked for about one subject, after a restart too. */
  pickFor<N extends VariationName>(name: N, subject: string): VariationValue<N>;
  knows(name: string, value: string): boolean;
  /** Pins these values, and frees every other variation. */
  pinOnly(values: Readonly<Record<string, string>>): void;
  pinned(): Readonly<Record<string, string>>;
}

function isVariationName(name: string): name is VariationName {
  return Object.hasOwn(VARIATIONS, name);
}

export function createVariations(random: SeededRandom): Variations {
  const pins = new Map<string, string>();
  const choose = <N extends VariationName>(name: N, fraction: () => number): VariationValue<N> => {
    const values: readonly VariationValue<N>[] = VARIATIONS[name];
    const pinned = values.find((value) => value === pins.get(name));
    if (pinned !== undefined) return pinned;
    const index = Math.floor(fraction() * values.length);
    const value = values[index];
    if (value === undefined) throw new Error(`variation ${name} has no value ${index}`);
    return value;
  };
  return {
    pick: (name) => choose(name, () => random.fraction(`variation:${name}`)),
    pickFor: (name, subject) =>
      choose(name, () => createSeededRandom(random.seed).fraction(`variation:${name}:${subject}`)),
    knows(name, value) {
      if (!isVariationName(name)) return false;
      const values: readonly string[] = VARIATIONS[name];
      return values.includes(value);
    },
    pinOnly(values) {
      pins.clear();
      for (const [name, value] of Object.entries(values)) pins.set(name, value);
    },
    pinned: () => Object.fromEntries(pins),
  };
}
