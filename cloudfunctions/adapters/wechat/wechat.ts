import type { Wechat, WechatOutcome } from '../../ports/wechat';
import { couriersOf, knownShippingOf, messageWire, orderWire, remindWire, uploadWire } from './map';
import type { Openapi } from './openapi';

/**
 * Cloud names of the interfaces. Those of orders and messages are on their pages; the others follow the rule of the
 * first, the path with dots, and have not been seen in use.
 */
export const INTERFACES = {
  uploadShipping: 'wxa.sec.order.uploadShippingInfo',
  getOrder: 'wxa.sec.order.getOrder',
  remindReceipt: 'wxa.sec.order.notifyConfirmReceive',
  setMessagePath: 'wxa.sec.order.setMsgJumpPath',
  setOrderPath: 'wxa.sec.order.updateOrderDetailPath',
  listCouriers: 'express.delivery.openMsg.getDeliveryList',
  sendMessage: 'subscribeMessage.send',
} as const;

function emptied(outcome: WechatOutcome<object>): WechatOutcome<null> {
  return outcome.kind === 'accepted' ? { ...outcome, value: null } : outcome;
}

/** An answer with a value, or `unknown` where the value says nothing that is known. */
function read<Wire extends object, Value>(
  outcome: WechatOutcome<object>,
  valueOf: (wire: Wire) => Value | null,
): WechatOutcome<Value> {
  if (outcome.kind !== 'accepted') return outcome;
  // Every field of the wire types may be missing, so any object is one.
  const value = valueOf(outcome.value as Wire);
  const { requestId } = outcome;
  return value === null
    ? { kind: 'unknown', detail: 'the answer cannot be read', requestId }
    : { kind: 'accepted', value, requestId };
}

/** WeChat's interfaces over a connection. */
export function createWechat(call: Openapi): Wechat {
  const plain = async (name: string, data: object) => emptied(await call(name, data));
  return {
    uploadShipping: (upload) => plain(INTERFACES.uploadShipping, uploadWire(upload)),
    getOrder: async (transactionId) =>
      read(await call(INTERFACES.getOrder, orderWire(transactionId)), knownShippingOf),
    remindReceipt: (about) => plain(INTERFACES.remindReceipt, remindWire(about)),
    listCouriers: async () => read(await call(INTERFACES.listCouriers, {}), couriersOf),
    setMessagePath: (path) => plain(INTERFACES.setMessagePath, { path }),
    setOrderPath: (path) => plain(INTERFACES.setOrderPath, { path }),
    sendMessage: (message) => plain(INTERFACES.sendMessage, messageWire(message)),
  };
}
