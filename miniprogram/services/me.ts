import { callShop, type ShopEnd } from './shop';

/** Who is holding the phone: role, counts, pieces in the cart. */
export function loadMe(): Promise<ShopEnd<'me.get'>> {
  return callShop('me.get', {});
}

/** Deletes the account. The page has asked before. */
export function deleteMe(): Promise<ShopEnd<'me.delete'>> {
  return callShop('me.delete', { confirm: true });
}

/** Tells whether an uploaded photo may be used. */
export function checkPhoto(fileId: string): Promise<ShopEnd<'photos.check'>> {
  return callShop('photos.check', { fileId });
}

/** What the shop says about itself. */
export function loadAbout(): Promise<ShopEnd<'shop.about'>> {
  return callShop('shop.about', {});
}

/** Joins the shop's staff with the code of an invitation. */
export function joinStaff(code: string): Promise<ShopEnd<'staff.join'>> {
  return callShop('staff.join', { code });
}
