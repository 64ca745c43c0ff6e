import type { Answer, Fields } from '../answer';
import { isFields, refused } from '../answer';
import { DELIVERY_LIST } from '../couriers';
import type { ShippedItem } from '../book';

/** An upload whose fields are right. */
export interface Upload {
  readonly key:
    { readonly transaction_id: string } | { readonly mchid: string; readonly out_trade_no: string };
  readonly logisticsType: number;
  readonly deliveryMode: 1 | 2;
  readonly finished: boolean;
  readonly items: readonly ShippedItem[];
  readonly uploadMs: number;
  readonly openid: string;
}

/** The fields, or the documented refusal of the first that is wrong. */
export type Checked<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly answer: Answer };

function no(errcode: number, text: string): { readonly ok: false; readonly answer: Answer } {
  return { ok: false, answer: refused(errcode, text) };
}

const filled = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** RFC 3339 with an offset, as `2022-12-15T13:29:35.120+08:00`. */
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
/** The last four digits stand bare, something before them is starred. */
const MASKED = /\*.*\d{4}$/;
const LONGEST_ID = 128;
const LONGEST_DESC = 120;

/** Which payment it is about. */
function checkKey(given: unknown): Checked<Upload['key']> {
  const key: Fields = isFields(given) ? given : {};
  if (key['order_number_type'] === 2)
    return filled(key['transaction_id'])
      ? { ok: true, value: { transaction_id: key['transaction_id'] } }
      : no(268485195, 'transaction_id is required');
  if (key['order_number_type'] !== 1) return no(268485194, 'invalid order_number_type');
  if (!filled(key['mchid'])) return no(268485196, 'mchid is required');
  if (!filled(key['out_trade_no'])) return no(268485197, 'out_trade_no is required');
  return { ok: true, value: { mchid: key['mchid'], out_trade_no: key['out_trade_no'] } };
}

function checkContact(given: unknown, needed: boolean): Checked<ShippedItem['contact']> {
  const contact: Fields = isFields(given) ? given : {};
  const numbers = new Map<string, string>();
  for (const name of ['consignor_contact', 'receiver_contact']) {
    const value = contact[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || !MASKED.test(value)) return no(10060014, `${name} must be masked`);
    numbers.set(name, value);
  }
  if (needed && numbers.size === 0) return no(10060014, 'contact is required by this express company');
  return { ok: true, value: Object.fromEntries(numbers) };
}

function checkItem(given: unknown, logisticsType: number): Checked<ShippedItem> {
  const item: Fields = isFields(given) ? given : {};
  const { item_desc: itemDesc, tracking_no: trackingNo, express_company: company } = item;
  if (!filled(itemDesc)) return no(10060008, 'item_desc is empty');
  if (itemDesc.length > LONGEST_DESC) return no(10060009, 'item_desc is too long');
  if (logisticsType === 1) {
    if (!filled(trackingNo)) return no(268485226, 'tracking_no is required');
    if (!filled(company)) return no(268485227, 'express_company is required');
    if (company.length > LONGEST_ID) return no(10060025, 'express_company is too long');
    if (trackingNo.length > LONGEST_ID) return no(10060026, 'tracking_no is too long');
    if (!DELIVERY_LIST.some(({ delivery_id: id }) => id === company))
      return no(10060014, 'express_company is unknown');
  }
  const contact = checkContact(item['contact'], logisticsType === 1 && company === 'SF');
  if (!contact.ok) return contact;
  const carried = logisticsType === 1;
  return {
    ok: true,
    value: {
      trackingNo: carried ? String(trackingNo) : '',
      expressCompany: carried ? String(company) : '',
      itemDesc,
      contact: contact.value,
    },
  };
}

function checkItems(body: Fields, mode: 1 | 2, maxParcels: number): Checked<readonly ShippedItem[]> {
  const list: unknown = body['shipping_list'];
  if (!Array.isArray(list) || list.length === 0) return no(10060014, 'shipping_list is required');
  if (mode === 1 && list.length !== 1) return no(268485228, 'unified delivery takes exactly one item');
  if (list.length > maxParcels) return no(10060024, 'shipping_list is too long');
  const items: ShippedItem[] = [];
  for (const given of list as readonly unknown[]) {
    const item = checkItem(given, Number(body['logistics_type']));
    if (!item.ok) return item;
    items.push(item.value);
  }
  return { ok: true, value: items };
}

function checkModes(
  body: Fields,
): Checked<{ readonly mode: 1 | 2; readonly type: number; readonly finished: boolean }> {
  const { logistics_type: type, delivery_mode: mode, is_all_delivered: all } = body;
  if (type !== 1 && type !== 2 && type !== 3 && type !== 4) return no(10060005, 'invalid logistics_type');
  if (mode !== 1 && mode !== 2) return no(268485224, 'invalid delivery_mode');
  if (mode === 1) return { ok: true, value: { mode, type, finished: true } };
  if (type !== 1) return no(10060006, 'split delivery is for express only');
  return typeof all === 'boolean'
    ? { ok: true, value: { mode, type, finished: all } }
    : no(10060007, 'is_all_delivered is required');
}

/** The body of `upload_shipping_info`, checked field by field as its page says. */
export function checkUpload(body: Fields, maxParcels: number): Checked<Upload> {
  const key = checkKey(body['order_key']);
  if (!key.ok) return key;
  const modes = checkModes(body);
  if (!modes.ok) return modes;
  const { mode, type, finished } = modes.value;
  const items = checkItems(body, mode, maxParcels);
  if (!items.ok) return items;
  const { upload_time: time, payer } = body;
  if (typeof time !== 'string' || !RFC3339.test(time) || Number.isNaN(Date.parse(time)))
    return no(268485216, 'upload_time is not RFC 3339');
  const openid: unknown = isFields(payer) ? payer['openid'] : undefined;
  if (!filled(openid) || openid.length > LONGEST_ID) return no(10060014, 'payer.openid is required');
  return {
    ok: true,
    value: {
      key: key.value,
      logisticsType: type,
      deliveryMode: mode,
      finished,
      items: items.value,
      uploadMs: Date.parse(time),
      openid,
    },
  };
}
