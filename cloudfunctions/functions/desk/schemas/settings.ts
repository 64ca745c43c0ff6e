import * as v from 'valibot';
import { PROVINCES, SETTINGS_LIMITS } from '../../../../miniprogram/contract/desk-settings';
import { CURRENCIES } from '../../../../miniprogram/contract/money';
import { clientToken, nothing, wholeNumber, words } from '../../../main/call-shapes';

/**
 * How far beyond its limit a text may be before it is no form any more: the core names the field and its limit, this
 * keeps a hostile one from being walked at all.
 */
const SLACK = 4;
const L = SETTINGS_LIMITS;

function text(limit: number) {
  return words(limit * SLACK);
}

/** Any whole number a person may have typed; the core says what it may be. */
const typed = wholeNumber(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const money = v.strictObject({ minor: typed, currency: v.picklist(CURRENCIES) });
const provinces = v.pipe(v.array(v.picklist(PROVINCES)), v.maxLength(PROVINCES.length));

const settings = v.strictObject({
  shopName: text(L.shopNameLength),
  notice: text(L.noticeLength),
  hotWords: v.pipe(v.array(text(L.hotWordLength)), v.maxLength(L.hotWords * SLACK)),
  service: v.strictObject({
    hours: text(L.hoursLength),
    phone: text(L.phoneLength),
    text: text(L.serviceTextLength),
  }),
  delivery: text(L.deliveryLength),
  returns: text(L.returnsLength),
  freight: v.strictObject({
    fee: money,
    freeFrom: v.nullable(money),
    remoteProvinces: provinces,
    remoteFee: money,
    notDelivered: provinces,
  }),
  payWithinMinutes: typed,
  secondApprovalAbove: v.nullable(money),
});

/** Parameters of the methods of the settings. */
export const SETTINGS_PARAMS = {
  'settings.get': nothing,
  'settings.save': v.strictObject({
    clientToken,
    version: wholeNumber(1, Number.MAX_SAFE_INTEGER),
    settings,
  }),
} as const;
