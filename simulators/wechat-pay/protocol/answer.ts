import type { Readable } from 'node:stream';

/** What an endpoint decides, before headers and signatures. */
export type ApiAnswer =
  | { readonly kind: 'done'; readonly status: 200 | 202; readonly body: object }
  | { readonly kind: 'doneWithoutBody'; readonly status: 204 }
  | FileAnswer
  | ApiRefusal;

/** Bytes as they are: no JSON, and no signature either. */
export interface FileAnswer {
  readonly kind: 'file';
  readonly status: 200;
  readonly contentType: string;
  readonly content: Readable;
}

/** A refusal as WeChat Pay words it. */
export interface ApiRefusal {
  readonly kind: 'refused';
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly detail?: object;
  /** The number after the dash of Request-ID; undefined: no Request-ID header at all. */
  readonly internalCode: number | undefined;
}

/** Internal codes published by WeChat Pay. */
export const INTERNAL_CODE = {
  illegalParameter: 268435461,
  extraParameter: 270924358,
  signature: 268443699,
  orderNotExist: 268512771,
  alreadyPaid: 268449538,
  alreadyPaidOnReorder: 268498689,
  orderExpired: 268447914,
  reorderDiffers: 268498688,
  appidMismatch: 268445527,
  merchantMismatch: 268447843,
  subMerchantMismatch: 268447845,
  ownNumberAsSub: 268443705,
  noPartnerRelation: 268443701,
  noOpenid: 268501013,
  reverseOnly: 268449641,
  rateLimited: 268447840,
  subMerchantMissing: 268443704,
  refundCountLimit: 268558930,
  refundNotFound: 268875782,
  fullyRefunded: 268892177,
  refundedOrderNotFound: 268892180,
  refundAmountMismatch: 268892183,
  refundTooLate: 268892184,
  balanceShort: 268892709,
  exceedsRefundable: 268449311,
  refundTooSoon: 268448746,
  billNotExist: 270522881,
  billCreating: 270522882,
  billDateTooOld: 270522880,
  billDateWrong: 270522884,
  /** Not published: stands for every cause without a published number. */
  other: 268435456,
} as const;

export function done(body: object): ApiAnswer {
  return { kind: 'done', status: 200, body };
}

/** Accepted, not yet decided: the client repeats or asks. */
export function accepted(body: object): ApiAnswer {
  return { kind: 'done', status: 202, body };
}

export function refused(
  status: number,
  code: string,
  message: string,
  extra: { readonly internalCode?: number | undefined; readonly detail?: object } = {},
): ApiRefusal {
  return {
    kind: 'refused',
    status,
    code,
    message,
    internalCode: 'internalCode' in extra ? extra.internalCode : INTERNAL_CODE.other,
    ...(extra.detail === undefined ? {} : { detail: extra.detail }),
  };
}

/** A refusal whose spelling varies: `'400 ORDER_PAID'` is a status and a code. */
export function spelled(variation: string, message: string, internalCode?: number): ApiRefusal {
  const [status, code = ''] = variation.split(' ');
  return refused(Number(status), code, message, internalCode === undefined ? {} : { internalCode });
}
