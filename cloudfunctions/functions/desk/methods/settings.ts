import type { SettingsMethods } from '../../../../miniprogram/contract/desk-settings';
import { changeSettings, viewSettings } from '../../../usecases/change-settings';
import { withProblems } from '../method';
import type { MethodsOf } from '../method';

/** What the methods of the settings do. */
export const SETTINGS: MethodsOf<keyof SettingsMethods> = {
  'settings.get': async (deps, actor) => ({ value: await viewSettings(deps, actor) }),
  'settings.save': async (deps, actor, params) => {
    const result = await changeSettings(deps, { actor, ...params });
    switch (result.kind) {
      case 'done':
        return { value: result.view };
      case 'invalid':
        return withProblems(result.problems);
      case 'changed':
        return { refusal: 'SETTINGS_CHANGED', detail: result.changed };
      case 'refused':
        return { refusal: result.refusal };
    }
  },
};
