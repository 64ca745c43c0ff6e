import type { MeMethods } from '../../../../miniprogram/contract/me';
import type { MessageMethods } from '../../../../miniprogram/contract/messages';
import { allowMessages, viewMessages } from '../../../usecases/allow-messages';
import { checkPhoto } from '../../../usecases/check-photo';
import { deleteMe, viewMe } from '../../../usecases/know-me';
import { aboutShop } from '../../../usecases/shop-settings';
import type { MethodsOf } from '../method';

/** What the methods of the person do. */
export const ME: MethodsOf<keyof MeMethods | keyof MessageMethods> = {
  'me.get': async (deps, openid) => ({ value: await viewMe(deps, openid) }),
  'me.delete': async (deps, openid) => {
    const result = await deleteMe(deps, openid);
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: { deleted: true } };
  },
  'me.messages': async (deps, openid) => ({ value: await viewMessages(deps, openid) }),
  'me.allowMessages': async (deps, openid, params) => ({
    value: await allowMessages(deps, { openid, ...params }),
  }),
  'photos.check': async (deps, openid, { fileId }) => {
    const result = await checkPhoto(deps, { openid, fileId });
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: result.photo };
  },
  'shop.about': async (deps) => ({ value: await aboutShop(deps) }),
};
