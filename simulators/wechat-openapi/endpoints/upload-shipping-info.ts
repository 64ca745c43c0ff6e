import type { Answer, Fields } from '../answer';
import { done, refused } from '../answer';
import type { ShippingRecord } from '../book';
import type { Upload } from '../checks/check-upload';
import { checkUpload } from '../checks/check-upload';
import { keepAndTell, STATE, stateOf } from '../life';
import type { World } from '../world';
import { findOrder, isFound } from './find-order';

function same(before: ShippingRecord, upload: Upload): boolean {
  return (
    before.finished === upload.finished &&
    before.logisticsType === upload.logisticsType &&
    before.deliveryMode === upload.deliveryMode &&
    JSON.stringify(before.items) === JSON.stringify(upload.items)
  );
}

/** Whether an upload changes what was finished, or how parcels are counted: that is allowed once. */
function isCorrection(before: ShippingRecord, upload: Upload): boolean {
  return before.finished || before.deliveryMode !== upload.deliveryMode;
}

function shippingAfter(
  before: ShippingRecord | null,
  upload: Upload,
  world: World,
):
  { readonly ok: true; readonly shipping: ShippingRecord } | { readonly ok: false; readonly answer: Answer } {
  const { key: _key, openid: _openid, uploadMs, ...told } = upload;
  const fresh = { ...told, uploadedMs: uploadMs, finishedMs: upload.finished ? world.nowMs() : null };
  if (before === null) return { ok: true, shipping: { ...fresh, corrections: 0 } };
  if (uploadMs <= before.uploadedMs)
    return { ok: false, answer: refused(10060014, 'upload_time must be newer than the last one') };
  if (same(before, upload)) {
    const unchanged = world.settings.repeat === 'nothingChanged';
    const answer = unchanged
      ? refused(10060023, 'the shipping info has not changed')
      : refused(10060002, 'the payment order is shipped already');
    return { ok: false, answer };
  }
  const correction = isCorrection(before, upload);
  if (correction && before.corrections > 0)
    return { ok: false, answer: refused(10060003, 'the chance to ship again is used') };
  const finishedMs = before.finishedMs ?? fresh.finishedMs;
  const corrections = before.corrections + (correction ? 1 : 0);
  return { ok: true, shipping: { ...fresh, finishedMs, corrections } };
}

/** `POST /wxa/sec/order/upload_shipping_info`. */
export async function uploadShippingInfo(body: Fields, world: World): Promise<Answer> {
  const checked = checkUpload(body, world.settings.maxParcels);
  if (!checked.ok) return checked.answer;
  const upload = checked.value;
  const { key } = upload;
  if ('mchid' in key && key.mchid !== world.mchid)
    return refused(10060001, 'the payment order does not exist');
  const found = await findOrder('mchid' in key ? { out_trade_no: key.out_trade_no } : key, world);
  if (!isFound(found)) return found;
  const { order, payment } = found;
  if (payment.openid !== upload.openid) return refused(10060031, 'openid is not the payer');
  const state = stateOf(order, payment, world);
  if (state !== STATE.toShip && state !== STATE.shipped)
    return refused(10060004, 'the payment order cannot be shipped in its state');
  const after = shippingAfter(order.shipping, upload, world);
  if (!after.ok) return after.answer;
  const next = { ...order, shipping: after.shipping };
  // The event comes when everything is sent; before, nothing is known about settling.
  if (after.shipping.finished) keepAndTell(next, payment, world);
  else world.book.keepOrder(next);
  return done();
}
