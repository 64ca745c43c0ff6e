import type { DeskRefusal } from '../../../../miniprogram/contract/desk';
import type { StaffBoard, StaffMethods } from '../../../../miniprogram/contract/staff';
import {
  cancelInvitation,
  changeRole,
  dismissStaff,
  inviteStaff,
  renameStaff,
  viewStaff,
} from '../../../usecases/manage-staff';
import type { StaffResult } from '../../../usecases/manage-staff';
import { withProblems } from '../method';
import type { MethodsOf } from '../method';

function answered(result: StaffResult): { readonly value: StaffBoard } | { readonly refusal: DeskRefusal } {
  return result.kind === 'refused' ? { refusal: result.refusal } : { value: result.board };
}

/** What the methods of staff do. */
export const STAFF: MethodsOf<keyof StaffMethods> = {
  'staff.list': async (deps, actor) => ({ value: await viewStaff(deps, actor) }),
  'staff.invite': async (deps, actor, params) => {
    const result = await inviteStaff(deps, { actor, ...params });
    if (result.kind === 'invalid') return withProblems(result.problems);
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: result.board };
  },
  'staff.cancelInvitation': async (deps, actor, params) =>
    answered(await cancelInvitation(deps, { actor, ...params })),
  'staff.changeRole': async (deps, actor, params) => answered(await changeRole(deps, { actor, ...params })),
  'staff.rename': async (deps, actor, params) => {
    const result = await renameStaff(deps, { actor, ...params });
    return result.kind === 'invalid' ? withProblems(result.problems) : answered(result);
  },
  'staff.dismiss': async (deps, actor, params) => answered(await dismissStaff(deps, { actor, ...params })),
};
