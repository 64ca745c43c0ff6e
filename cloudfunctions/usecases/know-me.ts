import type { MeView } from '../../miniprogram/contract/me';
import type { ShopRefusal } from '../../miniprogram/contract/shop';
import type { Clock } from '../ports/clock';
import type { Files } from '../ports/files';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';
import { cartView } from './cart-view';
import { photoPrefix } from './check-photo';

type Deps = { readonly store: Store; readonly clock: Clock; readonly ids: Ids };

/** How deleting an account ends. */
export type DeleteMeResult =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'refused'; readonly refusal: Extract<ShopRefusal, 'ACCOUNT_IN_USE' | 'STAFF_ACCOUNT'> };

/** Who is holding the phone; at the first visit they become a member. */
export async function viewMe(deps: Deps, openid: string): Promise<MeView> {
  const { store, clock, ids } = deps;
  const [member, counts, cart] = await Promise.all([
    store.meet(openid, clock.nowMs()),
    store.countOrders(openid),
    store.readCart(openid),
  ]);
  const offers = await store.findOffers(cart.lines.map(({ skuId }) => skuId));
  return {
    role: member.role,
    memberSince: new Date(member.joinedAtMs).toISOString(),
    counts,
    cartPieces: cartView(cart, offers).pieces,
    photoPrefix: photoPrefix(ids, openid),
  };
}

/**
 * Deletes the account when nothing is under way. The person leaves the books, their orders stay under a pseudonym
 * that leads nowhere. Safe to repeat: where it was interrupted it goes on.
 */
export async function deleteMe(
  deps: Deps & { readonly files: Files },
  openid: string,
): Promise<DeleteMeResult> {
  const { store, clock, ids, files } = deps;
  const member = await store.meet(openid, clock.nowMs());
  if (member.role !== 'none') return { kind: 'refused', refusal: 'STAFF_ACCOUNT' };
  if (await store.hasBusiness(openid)) return { kind: 'refused', refusal: 'ACCOUNT_IN_USE' };
  const photos = await store.listPhotos(openid);
  await files.remove(photos.map(({ fileId }) => fileId));
  await store.forgetShopper(openid, `deleted-${ids.unique()}`);
  return { kind: 'deleted' };
}
