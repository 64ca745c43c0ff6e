import type { JoinMethods } from '../../../../miniprogram/contract/staff';
import { joinStaff } from '../../../usecases/join-staff';
import type { MethodsOf } from '../method';

/** What the method of those who are invited does. */
export const JOIN: MethodsOf<keyof JoinMethods> = {
  'staff.join': async (deps, openid, { code }) => {
    const result = await joinStaff(deps, { openid, code });
    if (result.kind === 'refused') return { refusal: result.refusal };
    const { role, name } = result;
    return { value: { role, name } };
  },
};
