import type { SettingsMethods } from '../contract/desk-settings';
import { callDesk, type DeskEnd } from './desk';

/** What is set for the whole shop. */
export function loadSettings(): Promise<DeskEnd<'settings.get'>> {
  return callDesk('settings.get', {});
}

/** Saves what was set, on the version that was seen. Safe to repeat with the same `clientToken`. */
export function saveSettings(
  params: SettingsMethods['settings.save']['params'],
): Promise<DeskEnd<'settings.save'>> {
  return callDesk('settings.save', params);
}
