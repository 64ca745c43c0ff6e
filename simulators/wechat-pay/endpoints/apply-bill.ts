import { checkBillDay } from '../bills/bill-day';
import type { TradeBillType } from '../bills/bill-order';
import { billFormat, issueBill } from '../bills/issue-bill';
import { checkParameter } from '../checks/check-fields';
import type { FieldRule, FieldTable } from '../checks/field-rule';
import { SUB_MCHID } from '../checks/refund-fields';
import type { FaultSpec } from '../faults/fault';
import { FUND_ACCOUNTS } from '../funds/accounts';
import { refused } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

const BILL_DATE: FieldRule = { kind: 'string', label: '账单日期', required: true, max: 10, unit: '字节数' };
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
    checkQuery(request, TRADE_QUERY, world) ?? checkBillOf(subMchid, world) ?? checkBillDay(day, world);
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
  return issueBill(order, world, faults);
}

function applyFundFlowBill(
  request: ApiRequest,
  world: World,
  faults: readonly FaultSpec[],
): ApiAnswer | Promise<ApiAnswer> {
  const day = request.query('bill_date') ?? '';
  const broken = checkQuery(request, FUND_QUERY, world) ?? checkBillDay(day, world);
  if (broken !== undefined) return broken;
  const account = FUND_ACCOUNTS.find((known) => known === request.query('account_type')) ?? 'BASIC';
  const order = {
    kind: 'fundFlow',
    day,
    account,
    gzip: request.query('tar_type') === 'GZIP',
    format: billFormat(`fundFlow ${account} ${day}`, world.variations),
  } as const;
  return issueBill(order, world, faults);
}

/** A member of the query that is one of a few words. */
function choiceOf(label: string, words: readonly string[]): FieldRule {
  return { kind: 'string', label, max: 32, unit: '字节数', pattern: `^(${words.join('|')})$` };
}

/** The first member of the query that breaks its rule. An absent one may only be an optional one. */
function checkQuery(request: ApiRequest, table: FieldTable, { variations }: World): ApiRefusal | undefined {
  for (const [name, rule] of Object.entries(table)) {
    const value = request.query(name);
    if (value === undefined && rule.required !== true) continue;
    const broken = checkParameter(value, rule, { source: 'query', name }, variations);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** A service provider sees the bills of its own sub merchants and of no others. */
function checkBillOf(subMchid: string | undefined, { keys }: World): ApiRefusal | undefined {
  if (subMchid === undefined || subMchid === keys.subMchid) return undefined;
  return refused(403, 'NO_AUTH', '商户无权限下载该账单');
}
