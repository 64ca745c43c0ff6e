import type { AboutView } from '../../miniprogram/contract/me';
import type { ShopSettings } from '../core/shop/settings';
import type { CatalogueStore } from '../ports/catalogue-store';

/**
 * The shop's settings.
 * @throws Error before the shop was set up: there is then nothing to sell either.
 */
export async function settingsOf(store: CatalogueStore): Promise<ShopSettings> {
  const settings = await store.readSettings();
  if (settings === null) throw new Error('the shop has no settings yet: provision it first');
  return settings;
}

/** What the shop says about itself. */
export async function aboutShop({ store }: { readonly store: CatalogueStore }): Promise<AboutView> {
  const { shopName, about } = await settingsOf(store);
  return { shopName, ...about };
}
