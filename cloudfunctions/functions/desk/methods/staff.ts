import type { StaffMethods } from '../../../../miniprogram/contract/staff';
import { listStaff } from '../../../usecases/know-staff';
import type { MethodsOf } from '../method';

/** What the methods of staff do. */
export const STAFF: MethodsOf<keyof StaffMethods> = {
  'staff.list': async (deps) => ({ value: { staff: await listStaff(deps) } }),
};
