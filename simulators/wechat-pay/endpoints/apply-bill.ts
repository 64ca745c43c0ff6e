import { checkBillDay } from '../bills/bill-day';
import type { TradeBillType } from '../bills/bill-order';
import { billFormat, issueBill } from '../bills/issue-bill';
import { checkQuery } from '../checks/check-fields';
import type { FieldRule, FieldTable } from '../checks/field-rule';
import { SUB_MCHID } from '../checks/refund-fields';
import { REQUIRED, text } from '../checks/text-rule';
import type { FaultSpec } from '../faults/fault';
import { FUND_ACCOUNTS } from '../funds/accounts';
import { refused } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

const BILL_DATE = text('账单日期', 10, REQUIRED);
const TAR_TYPE = choiceOf('压缩类型', ['GZIP']);
const TRADE_TYPES: readonly TradeBillType[] = ['ALL', 'SUCCESS', 'REFUND'];

const TRADE_QUERY: FieldTable = {
  bill_date: BILL_DATE,
  bill_type: choiceOf('账单类型', TRADE_TYPES),
  sub_mchid: SUB_MCHID,
  tar_type: TAR_TYPE,
};

const FUND_QUERY: FieldTable = {
  bill_date: BILL_DATE,
  account_type: choiceOf('资金账户类型', FUND_ACCOUNTS),
  tar_type: TAR_TYPE,
};

export const billEndpoints: readonly Endpoint[] = [
  {
    name: 'bills.trade',
    method: 'GET',
    path: '/v3/bill/tradebill',
    family: 'general',
    handle: applyTradeBill,
  },
  {
    name: 'bills.fundflow',
    method: 'GET',
    path: '/v3/bill/fundflowbill',
    family: 'general',
    handle: applyFundFlowBill,
  },
];

function applyTradeBill(
  request: ApiRequest,
  world: World,
  faults: readonly FaultSpec[],
): ApiAnswer | Promise<ApiAnswer> {
  const day = request.query('bill_date') ?? '';
  const subMchid = request.query('sub_mchid');
  const broken =
    checkQuery(request.queries(), TRADE_QUERY, world.variations) ??
    checkBillOf(subMchid, world) ??
    checkBillDay(day, world);
  if (broken !== undefined) return broken;
  const type = TRADE_TYPES.find((known) => known === request.query('bill_type')) ?? 'ALL';
  const order = {
    kind: 'trade',
    day,
    type,
    gzip: request.query('tar_type') === 'GZIP',
    format: billFormat(`trade ${type} ${day} ${subMchid ?? ''}`, world.variations),
    ...(subMchid === undefined ? {} : { subMchid }),
  } as const;
  return issueBill(order, world, { origin: request.origin, faults });
}

function applyFundFlowBill(
  request: ApiRequest,
  world: World,
  faults: readonly FaultSpec[],
): ApiAnswer | Promise<ApiAnswer> {
  const day = request.query('bill_date') ?? '';
  const broken = checkQuery(request.queries(), FUND_QUERY, world.variations) ?? checkBillDay(day, world);
  if (broken !== undefined) return broken;
  const account = FUND_ACCOUNTS.find((known) => known === request.query('account_type')) ?? 'BASIC';
  const order = {
    kind: 'fundFlow',
    day,
    account,
    gzip: request.query('tar_type') === 'GZIP',
    format: billFormat(`fundFlow ${account} ${day}`, world.variations),
  } as const;
  return issueBill(order, world, { origin: request.origin, faults });
}

/** A member of the query that is one of a few words. */
function choiceOf(label: string, words: readonly string[]): FieldRule {
  return text(label, 32, { pattern: `^(${words.join('|')})$` });
}

/** A service provider sees the bills of its own sub merchants and of no others. */
function checkBillOf(subMchid: string | undefined, { keys }: World): ApiRefusal | undefined {
  if (subMchid === undefined || subMchid === keys.subMchid) return undefined;
  return refused(403, 'NO_AUTH', '商户无权限下载该账单');
}
