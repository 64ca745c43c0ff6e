/** What an endpoint decides, before headers and signatures. */
export type ApiAnswer =
  | { readonly kind: 'done'; readonly status: 200; readonly body: object }
  | { readonly kind: 'doneWithoutBody'; readonly status: 204 }
  | ApiRefusal;

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
  rateLimited: 268447840,
  /** Not published: stands for every cause without a published number. */
  other: 268435456,
} as const;

export function done(body: object): ApiAnswer {
  return { kind: 'done', status: 200, body };
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
