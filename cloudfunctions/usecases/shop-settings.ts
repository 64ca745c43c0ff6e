import type { AboutView } from '../../miniprogram/contract/me';
import type { SettingsFile } from '../core/shop/changing-settings';
import type { ShopSettings } from '../core/shop/settings';
import type { CatalogueStore } from '../ports/catalogue-store';

const NOT_SET_UP = 'the shop has no settings yet: provision it first';

/**
 * The shop's settings with their version.
 * @throws Error as {@link settingsOf}.
 */
export async function settingsFileOf(store: CatalogueStore): Promise<SettingsFile> {
  const file = await store.findSettings();
  if (file === null) throw new Error(NOT_SET_UP);
  return file;
}

/**
 * The shop's settings.
 * @throws Error before the shop was set up: there is then nothing to sell either.
 */
export async function settingsOf(store: CatalogueStore): Promise<ShopSettings> {
  const settings = await store.readSettings();
  if (settings === null) throw new Error(NOT_SET_UP);
  return settings;
}

/** What the shop says about itself. */
export async function aboutShop({ store }: { readonly store: CatalogueStore }): Promise<AboutView> {
  const { shopName, about } = await settingsOf(store);
  return { shopName, ...about };
}
