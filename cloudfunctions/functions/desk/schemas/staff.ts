import * as v from 'valibot';
import { STAFF_ROLES } from '../../../../miniprogram/contract/staff';
import { clientToken, id, nothing, words } from '../../../main/call-shapes';

/** Longer than any name: the core says how long one may be. */
const MAX_NAME = 100;

const role = v.picklist(STAFF_ROLES);
const openid = v.strictObject({ openid: id });

/** Parameters of the methods of staff. */
export const STAFF_PARAMS = {
  'staff.list': nothing,
  'staff.invite': v.strictObject({ clientToken, role, name: words(MAX_NAME) }),
  'staff.cancelInvitation': v.strictObject({ invitationId: id }),
  'staff.changeRole': v.strictObject({ openid: id, from: role, to: role }),
  'staff.rename': v.strictObject({ openid: id, name: words(MAX_NAME) }),
  'staff.dismiss': openid,
} as const;
