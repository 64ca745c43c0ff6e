import type { NextAction, Outcome, PaymentGateway, PrepayScene } from '../../ports/payment-gateway';
import type { Calls } from './calls';
import type { WechatPayConfig } from './config';
import { toMchidQuery, toMchids, toPartnerId, transactionsPath } from './map/merchant';
import { ORDER_PATH, toH5Redirect, toOrder, type TimedOrder } from './map/order';
import { readAsked, type Numbers } from './map/payment';
import { sceneAppid } from './merchant';
import type { Freshness, Signer } from './signer';
import { readCodeUrl, readH5Url, readPrepayId, type WireClose } from './wire/order';
import type { Read } from './wire/read';

/** What the order calls need. */
export interface OrderParts {
  readonly config: WechatPayConfig;
  readonly calls: Calls;
  readonly signer: Signer;
  readonly freshness: () => Freshness;
}

/** Placing, asking about and closing orders that are answered before they are paid. */
export type Orders = Pick<PaymentGateway, 'resume' | 'query' | 'queryByTransactionId' | 'close'> & {
  place(order: TimedOrder): Promise<Outcome<NextAction>>;
};

function mapRead<From, To>(read: Read<From>, map: (value: From) => To): Read<To> {
  return read.kind === 'read' ? { kind: 'read', value: map(read.value) } : read;
}

/**
 * Makes the order calls of both modes. Sources: pages 4012791897 (JSAPI), 4012791877 (Native), 4012791834 (H5),
 * 4013070347 (App), 4012759974 (service provider), 4012791900 (query), 4012791901 (close).
 */
export function createOrders({ config, calls, signer, freshness }: OrderParts): Orders {
  const { merchant } = config;
  const base = transactionsPath(merchant);

  const resume = (scene: PrepayScene, prepayId: string): NextAction => {
    const appId = sceneAppid(merchant, scene);
    if (scene === 'app') {
      const payee = { appId, partnerId: toPartnerId(merchant) };
      return { kind: 'appPayment', prepayId, params: signer.appPayment(payee, prepayId, freshness()) };
    }
    const params = signer.requestPayment(appId, prepayId, freshness());
    return { kind: 'requestPayment', prepayId, appId, params };
  };

  const readPlaced = (json: unknown, order: TimedOrder): Read<NextAction> => {
    switch (order.scene) {
      case 'miniProgram':
      case 'officialAccount':
      case 'app':
        return mapRead(readPrepayId(json), (prepayId) => resume(order.scene, prepayId));
      case 'native':
        return mapRead(readCodeUrl(json), (codeUrl) => ({ kind: 'qrCode', codeUrl }));
      case 'h5':
        return mapRead(readH5Url(json), (url) => ({
          kind: 'redirect',
          url: toH5Redirect(url, order.returnUrl),
        }));
    }
  };

  const query = (path: string, asked: Numbers) =>
    calls({
      operation: 'query',
      path: `${base}/${path}?${toMchidQuery(merchant)}`,
      read: (json) => readAsked(json, merchant, asked),
    });

  return {
    place: (order) =>
      calls({
        operation: 'create',
        path: `${base}/${ORDER_PATH[order.scene]}`,
        wire: toOrder(order, config),
        read: (json) => readPlaced(json, order),
      }),
    resume,
    query: (outTradeNo) => query(`out-trade-no/${encodeURIComponent(outTradeNo)}`, { outTradeNo }),
    queryByTransactionId: (transactionId) =>
      query(`id/${encodeURIComponent(transactionId)}`, { transactionId }),
    close: (outTradeNo) =>
      calls({
        operation: 'close',
        path: `${base}/out-trade-no/${encodeURIComponent(outTradeNo)}/close`,
        wire: toMchids(merchant) satisfies WireClose,
        statuses: [204],
        read: () => ({ kind: 'read', value: 'closed' }),
      }),
  };
}
