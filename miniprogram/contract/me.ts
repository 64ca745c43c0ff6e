import type { OrderCounts } from './order';

/** What a person may be in the shop. */
export const ROLES = ['none', 'owner', 'manager', 'warehouse', 'cashier', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Who is holding the phone. */
export interface MeView {
  readonly role: Role;
  readonly memberSince: string;
  readonly counts: OrderCounts;
  /** The cart's `pieces`: what can be bought of it. */
  readonly cartPieces: number;
  /** Photos are uploaded below this path, e.g. `photos/7q…/1.jpg`; anywhere else `photos.check` refuses them. */
  readonly photoPrefix: string;
}

/** Largest photo: 5 MB. */
export const MAX_PHOTO_BYTES = 5 * 1024 * 1024;

/** Kinds of photo that are taken. */
export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];

/** What the shop says about itself. */
export interface AboutView {
  readonly shopName: string;
  readonly service: { readonly hours: string; readonly phone: string; readonly text: string };
  readonly privacy: { readonly updatedOn: string; readonly paragraphs: readonly string[] };
  /** Freight and delivery in words. */
  readonly delivery: string;
  /** Returns in words. */
  readonly returns: string;
}

/** The methods of the person and the shop's own words. */
export interface MeMethods {
  'me.get': { params: Record<never, never>; value: MeView };
  /**
   * Deletes the account: cart, addresses, photos and the member record; finished orders stay in the books without
   * name, telephone and street. Refused while an order or a refund is under way.
   */
  'me.delete': { params: { readonly confirm: true }; value: { readonly deleted: true } };
  'photos.check': {
    params: { readonly fileId: string };
    value: { readonly fileId: string; readonly type: PhotoType; readonly bytes: number };
  };
  'shop.about': { params: Record<never, never>; value: AboutView };
}
