import type { ReceivedNotification } from './simulator';

/** How the client knows WeChat Pay's signature. */
export type TrustMode = 'publicKey' | 'platformCertificate';

/** What a shop would do through a client library of somebody else. Every method is the library's own call. */
export interface PublicClient {
  order(order: {
    readonly outTradeNo: string;
    readonly total: number;
    readonly openid: string;
    readonly notifyUrl: string;
  }): Promise<{ readonly prepayId: string }>;
  query(outTradeNo: string): Promise<Readonly<Record<string, unknown>>>;
  /** Verifies and decrypts; throws when either fails. */
  readNotification(notification: ReceivedNotification): Promise<Readonly<Record<string, unknown>>>;
  refund(refund: {
    readonly outTradeNo: string;
    readonly outRefundNo: string;
    readonly refund: number;
    readonly total: number;
    readonly notifyUrl: string;
  }): Promise<Readonly<Record<string, unknown>>>;
  queryRefund(outRefundNo: string): Promise<Readonly<Record<string, unknown>>>;
  /** The ALL bill of a Beijing day, `YYYY-MM-DD`, and the hash it was announced with. */
  bill(date: string): Promise<{ readonly bytes: Buffer; readonly sha1: string }>;
}
