import * as v from 'valibot';
import { wireEvents } from '../../main/wire';
import { hearEvent } from '../../usecases/hear-event';

const deps = wireEvents('wechat-events');

/**
 * Events about orders, from the page of order shipping. Fields may be empty, and any client can invoke a function with
 * any event, so nothing of it is believed: it says where to look.
 */
const orderEvent = v.object({
  MsgType: v.literal('event'),
  Event: v.picklist(['trade_manage_order_settlement', 'trade_manage_remind_shipping']),
  merchant_trade_no: v.optional(v.pipe(v.string(), v.regex(/^[0-9A-Za-z_\-|*]{6,32}$/))),
  confirm_receive_time: v.optional(v.unknown()),
  settlement_time: v.optional(v.unknown()),
});

/**
 * Told of every shipment too, while nothing is received or settled: the answer to the upload said as much already. One
 * that leaves the fields out may be about anything.
 */
function isNewsOfShipping({ Event, ...told }: v.InferOutput<typeof orderEvent>): boolean {
  return (
    Event === 'trade_manage_order_settlement' &&
    told.confirm_receive_time === '' &&
    told.settlement_time === ''
  );
}

/** Called by WeChat's message push. Answers `success`, without which the same event comes again. */
export async function main(event: unknown): Promise<'success' | 'fail'> {
  const parsed = v.safeParse(orderEvent, event);
  if (!parsed.success || isNewsOfShipping(parsed.output)) return 'success';
  const { merchant_trade_no: outTradeNo } = parsed.output;
  if (outTradeNo === undefined) return 'success';
  try {
    await hearEvent(deps, outTradeNo);
    return 'success';
  } catch (error) {
    deps.log.error('wechat-events.failed', error);
    return 'fail';
  }
}
