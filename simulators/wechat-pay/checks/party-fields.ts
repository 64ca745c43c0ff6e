import type { FieldTable } from './field-rule';
import { REQUIRED, text } from './text-rule';

/** Whether a merchant asks for itself, or a service provider for its sub merchant. */
export type Mode = 'direct' | 'partner';

/** The numbers every request about an order names. */
export const PARTY_NUMBERS: Readonly<Record<Mode, FieldTable>> = {
  direct: { mchid: text('直连商户号', 32, REQUIRED) },
  partner: {
    sp_mchid: text('服务商户号', 32, REQUIRED),
    // Label and pattern as the live message has them.
    sub_mchid: text('子商户号', 32, { ...REQUIRED, pattern: String.raw`^[1-9]\d*$` }),
  },
};

/** Who orders. */
export const ORDER_PARTIES: Readonly<Record<Mode, FieldTable>> = {
  direct: { appid: text('公众号ID', 32, REQUIRED), ...PARTY_NUMBERS.direct },
  partner: {
    sp_appid: text('服务商应用ID', 32, REQUIRED),
    sub_appid: text('子商户应用ID', 32, { min: 1 }),
    ...PARTY_NUMBERS.partner,
  },
};

/** Who orders with a payment code, and who reverses it: a service provider may leave its appid out. */
export const CODEPAY_PARTIES: Readonly<Record<Mode, FieldTable>> = {
  direct: ORDER_PARTIES.direct,
  partner: { ...ORDER_PARTIES.partner, sp_appid: text('服务商应用ID', 32, { min: 1 }) },
};
