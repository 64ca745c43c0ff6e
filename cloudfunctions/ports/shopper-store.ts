import type { PhotoType } from '../../miniprogram/contract/me';
import type { AddressBook } from '../core/address/address-book';
import type { Cart } from '../core/cart/cart';
import type { Member } from '../core/staff/roster';

/** Decides on one document of a shopper, without I/O; it may be called again on a fresh one after a conflict. */
export type DecidePersonal<Held, Result> = (held: Held) => { readonly result: Result; readonly write?: Held };

/** A photo the server has looked at. */
export interface CheckedPhoto {
  readonly fileId: string;
  readonly openid: string;
  readonly type: PhotoType;
  readonly bytes: number;
  readonly checkedAtMs: number;
}

/** What belongs to one shopper. Everybody has a cart and an address book; they are empty until written. */
export interface ShopperStore {
  readCart(openid: string): Promise<Cart>;
  changeCart<Result>(openid: string, decide: DecidePersonal<Cart, Result>): Promise<Result>;
  readAddressBook(openid: string): Promise<AddressBook>;
  changeAddressBook<Result>(openid: string, decide: DecidePersonal<AddressBook, Result>): Promise<Result>;
  /** The member, who joins now if this is the first visit. */
  meet(openid: string, nowMs: number): Promise<Member>;
  /** Keeps that a photo was checked. The same one twice is kept once. */
  recordPhoto(photo: CheckedPhoto): Promise<void>;
  /** Those of these photos that this shopper's checks have accepted. */
  findPhotos(openid: string, fileIds: readonly string[]): Promise<readonly CheckedPhoto[]>;
  /** Every photo of this shopper. */
  listPhotos(openid: string): Promise<readonly CheckedPhoto[]>;
  /**
   * Deletes what belongs to the shopper alone and takes the person out of orders and refund requests, the member
   * record last: where it ends early, calling it again goes on.
   */
  forgetShopper(openid: string, pseudonym: string): Promise<void>;
}
