import type { ShopSettings } from '../../core/shop/settings';
import type { Database, Document } from './database';
import { COLLECTIONS } from './schema';

/** The one document of the collection. */
const SHOP = 'shop';

interface SettingsDocument extends Document, ShopSettings {}

/** The shop's settings, or null before it was set up. */
export async function readSettings(database: Database): Promise<ShopSettings | null> {
  const document = await database.get<SettingsDocument>(COLLECTIONS.settings, SHOP);
  if (document === null) return null;
  const { _id, ...settings } = document;
  return settings;
}

/** Replaces the shop's settings. */
export async function saveSettings(database: Database, settings: ShopSettings): Promise<void> {
  const document: SettingsDocument = { _id: SHOP, ...settings };
  await database.put(COLLECTIONS.settings, document);
}
