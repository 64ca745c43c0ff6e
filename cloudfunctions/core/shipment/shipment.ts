import { UPLOAD_STATES } from '../../../miniprogram/contract/shipping';
import type { ShippingWay, UploadState } from '../../../miniprogram/contract/shipping';
import { defineMachine } from '../machine';

/** The state of an order at WeChat, from the page of `get_order`. */
export const WECHAT_ORDER_STATES = [
  'toShip',
  'shipped',
  'confirmed',
  'settling',
  'done',
  'refunded',
] as const;
/** One of {@link WECHAT_ORDER_STATES}. */
export type WechatOrderState = (typeof WECHAT_ORDER_STATES)[number];

/** How WeChat counts parcels: one upload for everything, or a growing list. */
export type DeliveryMode = 'unified' | 'split';

/** What can happen to an upload. `begin` is written down before the call: a process that dies leaves it unsure. */
export type UploadCommand =
  'begin' | 'accept' | 'postpone' | 'refuse' | 'giveUp' | 'missing' | 'receive' | 'renew' | 'retry';

/** The outbox of one order. Unsure is left by asking WeChat, never by sending again. */
export const uploadMachine = defineMachine<UploadState, UploadCommand>({
  name: 'shippingUpload',
  initial: 'due',
  states: UPLOAD_STATES,
  transitions: {
    due: { begin: 'unsure', renew: 'due', receive: 'received' },
    waiting: {
      begin: 'unsure',
      renew: 'due',
      retry: 'due',
      accept: 'sent',
      giveUp: 'givenUp',
      receive: 'received',
    },
    unsure: {
      accept: 'sent',
      postpone: 'waiting',
      refuse: 'refused',
      giveUp: 'givenUp',
      missing: 'due',
      receive: 'received',
      renew: 'unsure',
    },
    sent: { renew: 'due' },
    refused: { renew: 'due', retry: 'due', accept: 'sent', giveUp: 'givenUp', receive: 'received' },
    givenUp: { renew: 'due', retry: 'due', accept: 'sent', receive: 'received' },
    received: { renew: 'due' },
  },
  final: ['sent', 'givenUp', 'received'],
});

/** What WeChat has taken in of an order's shipping. */
export interface Taken {
  readonly version: number;
  readonly mode: DeliveryMode;
  /** It was told that nothing more follows: from then on a change costs the one correction. */
  readonly finished: boolean;
  readonly atMs: number;
}

/** The way of the shipping facts to WeChat. Times are milliseconds since 1970. */
export interface Upload {
  readonly state: UploadState;
  /** Grows with every change of what there is to tell. */
  readonly version: number;
  /** What the last call told. */
  readonly sent: Omit<Taken, 'atMs'> | null;
  readonly taken: Taken | null;
  /** Calls for what there is to tell now. */
  readonly tries: number;
  /** When the first of them went out; null before. */
  readonly firstTryAtMs: number | null;
  /** WeChat's error code of the last call; null where it said none. */
  readonly code: number | null;
}

/** Shipping of one order. Its parcels stand in the order, where the shopper sees them. */
export interface Shipment {
  readonly orderId: string;
  readonly way: ShippingWay;
  /** When the first parcel was entered. */
  readonly startedAtMs: number;
  /** Nothing is left to be sent. */
  readonly complete: boolean;
  /** The wishes carried out, so that a repeated tap is one: the token and a hash of the rest. */
  readonly wishes: readonly { readonly token: string; readonly hash: string }[];
  /** WeChat's one correction is used. */
  readonly corrected: boolean;
  readonly upload: Upload;
  /** What WeChat last said about the order; null before it said anything. */
  readonly seen: { readonly state: WechatOrderState; readonly atMs: number } | null;
  /** When WeChat was first seen to take the receipt for confirmed. */
  readonly confirmedAtMs: number | null;
  readonly settledAtMs: number | null;
  /** When the merchant wanted the shopper to be reminded; WeChat does so once. */
  readonly remindedAtMs: number | null;
  /** WeChat is still to be asked for that. */
  readonly reminderDue: boolean;
  /** From when on something is to be done; null while nothing is. */
  readonly nextStepAtMs: number | null;
}

/** The shipment of an order's first parcel. */
export function newShipment(
  given: Pick<Shipment, 'orderId' | 'way' | 'complete' | 'wishes'> & { readonly nowMs: number },
): Shipment {
  const { nowMs, ...rest } = given;
  return {
    ...rest,
    startedAtMs: nowMs,
    corrected: false,
    upload: {
      state: uploadMachine.initial,
      version: 1,
      sent: null,
      taken: null,
      tries: 0,
      firstTryAtMs: null,
      code: null,
    },
    seen: null,
    confirmedAtMs: null,
    settledAtMs: null,
    remindedAtMs: null,
    reminderDue: false,
    nextStepAtMs: nowMs,
  };
}
