import * as v from 'valibot';
import { BILL_ACTIONS, MAX_BILL_REASON_LENGTH } from '../../../../miniprogram/contract/bills';
import { words } from '../../../main/call-shapes';

/** The use case says what is wrong with a day that is none. */
const date = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));

/** A day, what it is about, and a number of theirs or ours: in WeChat Pay's numbers stand `|`, `*` and `@` too. */
const differenceId = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}:(payment|revoked|refund|account):[0-9A-Za-z_|*@-]{1,64}$/),
);

/** Parameters of the methods of bills. */
export const BILL_PARAMS = {
  'bills.month': v.strictObject({ month: v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/)) }),
  'bills.day': v.strictObject({ date }),
  'bills.resolve': v.strictObject({
    differenceId,
    action: v.picklist(BILL_ACTIONS),
    // The use case tells whose reason is too long by how much it may have.
    reason: v.exactOptional(words(MAX_BILL_REASON_LENGTH * 4)),
  }),
  'bills.refetch': v.strictObject({ date }),
} as const;
