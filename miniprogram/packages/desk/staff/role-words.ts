import type { StaffRole } from '../../../contract/staff';

/** What each role may do, in the words of whoever gives it. */
export const ROLE_HINTS: Record<StaffRole, string> = {
  owner: '所有权限，包括管理店员',
  manager: '除管理店员外的所有权限，包括退款和对账',
  warehouse: '看订单、发货、调库存',
  cashier: '看订单、到店收款',
  viewer: '只能查看，不能操作',
};
