import type { BillMethods } from '../../../../miniprogram/contract/bills';
import { billDayView, differenceView } from '../../../usecases/bill-view';
import { listBillMonth, viewBillDay } from '../../../usecases/look-at-bills';
import { refetchBills } from '../../../usecases/refetch-bills';
import { resolveDifference } from '../../../usecases/resolve-difference';
import type { MethodsOf } from '../method';

/** What the methods of bills do. */
export const BILLS: MethodsOf<keyof BillMethods> = {
  'bills.month': async (deps, _actor, { month }) => ({ value: await listBillMonth(deps, month) }),
  'bills.day': async (deps, _actor, { date }) => {
    const value = await viewBillDay(deps, date);
    return value === null ? { refusal: 'BILL_DAY_INVALID' } : { value };
  },
  'bills.resolve': async (deps, actor, params) => {
    const result = await resolveDifference(deps, { actor, ...params });
    return result.kind === 'refused'
      ? { refusal: result.refusal }
      : { value: differenceView(result.difference) };
  },
  'bills.refetch': async (deps, actor, { date }) => {
    const result = await refetchBills(deps, { actor, date });
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: billDayView(result.day) };
  },
};
