import type { MessageLedger } from '../core/message/ledger';
import type { Message } from '../core/message/message';
import type { SendingChange } from '../core/message/sending';
import type { Shipment } from '../core/shipment/shipment';
import type { UploadState } from '../../miniprogram/contract/shipping';
import type { DecidePersonal } from './shopper-store';

/** Where a page of orders begins: after this one. */
export interface AfterPaid {
  readonly paidAtMs: number;
  readonly orderId: string;
}

/** How often a courier was chosen, and when last. */
export interface CourierUse {
  readonly courierId: string;
  readonly lastUsedAtMs: number;
}

/** What the shop remembers about shipping and about messages. */
export interface ShippingStore {
  /** Shipments with something to do by `nowMs`, the longest waiting first. */
  listShipmentsToDo(query: { readonly nowMs: number; readonly limit: number }): Promise<readonly Shipment[]>;
  /** How many orders wait to be sent that were paid by then. */
  countToShip(paidByMs: number): Promise<number>;
  countUploads(states: readonly UploadState[]): Promise<number>;
  /** What WeChat holds of all orders, in fen; null where there are more than one query answers. */
  sumHeld(): Promise<number | null>;

  /** Messages with something to do by `nowMs`, the longest waiting first. */
  listMessagesToDo(query: { readonly nowMs: number; readonly limit: number }): Promise<readonly Message[]>;
  /** The messages of one order. */
  listMessages(orderId: string): Promise<readonly Message[]>;
  /** Reads a message with its shopper's ledger, decides, and writes both or nothing. Null where there is none. */
  changeMessage<Result>(
    messageId: string,
    decide: (found: SendingChange | null) => { readonly result: Result; readonly write?: SendingChange },
  ): Promise<Result>;
  readLedger(openid: string): Promise<MessageLedger>;
  changeLedger<Result>(openid: string, decide: DecidePersonal<MessageLedger, Result>): Promise<Result>;

  /** Keeps that these couriers were chosen. */
  useCouriers(courierIds: readonly string[], atMs: number): Promise<void>;
  /** Couriers by last use, the last first. */
  listCourierUses(): Promise<readonly CourierUse[]>;
}
