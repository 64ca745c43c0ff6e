import type { SettingsFile } from '../../core/shop/changing-settings';
import type { ShopSettings } from '../../core/shop/settings';
import type { DecideSettings } from '../../ports/catalogue-store';
import { writeActions } from './actions';
import type { Database, Document, Session } from './database';
import { COLLECTIONS } from './schema';

/** The one document of the collection. */
const SHOP = 'shop';

/** `version` and `token` are absent of settings nobody has changed at the desk. */
interface SettingsDocument extends Document, ShopSettings {
  readonly version?: number;
  readonly token?: string | null;
}

/** The shop's settings with their version, or null before it was set up. */
export async function findSettings(session: Session): Promise<SettingsFile | null> {
  const document = await session.get<SettingsDocument>(COLLECTIONS.settings, SHOP);
  if (document === null) return null;
  const { _id, version = 1, token = null, ...settings } = document;
  return { settings, version, token };
}

/** The shop's settings, or null before it was set up. */
export async function readSettings(database: Database): Promise<ShopSettings | null> {
  return (await findSettings(database))?.settings ?? null;
}

/** Replaces the shop's settings. */
export function saveSettings(database: Database, settings: ShopSettings): Promise<void> {
  return database.transaction(async (session) => {
    const known = await findSettings(session);
    const document: SettingsDocument = { _id: SHOP, ...settings, version: (known?.version ?? 0) + 1 };
    await session.put(COLLECTIONS.settings, document);
  });
}

/** Reads the settings, decides, and writes them with their action in one transaction, or nothing. Safe to repeat. */
export function changeSettings<Result>(database: Database, decide: DecideSettings<Result>): Promise<Result> {
  return database.transaction(async (session) => {
    const file = await findSettings(session);
    if (file === null) throw new Error('the shop has no settings yet: provision it first');
    const { result, write } = decide(file);
    if (write === undefined) return result;
    const { settings, token, action } = write;
    const document: SettingsDocument = { _id: SHOP, ...settings, version: file.version + 1, token };
    await session.put(COLLECTIONS.settings, document);
    await writeActions(session, [action]);
    return result;
  });
}
