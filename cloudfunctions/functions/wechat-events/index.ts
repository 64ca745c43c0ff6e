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
});

/** Called by WeChat's message push. Answers `success`, without which the same event comes again. */
export async function main(event: unknown): Promise<'success' | 'fail'> {
  const parsed = v.safeParse(orderEvent, event);
  const outTradeNo = parsed.success ? parsed.output.merchant_trade_no : undefined;
  if (outTradeNo === undefined) return 'success';
  try {
    await hearEvent(deps, outTradeNo);
    return 'success';
  } catch (error) {
    deps.log.error('wechat-events.failed', error);
    return 'fail';
  }
}
