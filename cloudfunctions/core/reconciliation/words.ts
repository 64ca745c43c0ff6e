import { BILL_DIFFERENCE_KIND_WORDS } from '../../../miniprogram/contract/bills';
import type { BillSubject } from '../../../miniprogram/contract/bills';
import { fen, formatMoney } from '../../../miniprogram/contract/money';
import type { AttemptState } from '../payment/attempt';
import type { RefundState } from '../refund/refund';
import type { BillDifference, OurSide, TheirSide } from './difference';
import type { BilledRefundState } from './facts';
import type { BalanceBreak, FundTotalsDifference } from './fund-flow';

/** What a person reads for a state of a payment in the books. */
const PAYMENT_STATE_WORDS: Record<AttemptState, string> = {
  created: '未付款',
  prepared: '未付款',
  succeeded: '已付款',
  closed: '已关闭',
  reversed: '已撤销',
};

/** What a person reads for a state of a refund in the books. */
export const REFUND_STATE_WORDS: Record<RefundState, string> = {
  awaitingApproval: '等待复核',
  due: '待退款',
  processing: '退款中',
  succeeded: '退款成功',
  closed: '退款关闭',
  abnormal: '退款异常',
  byHand: '已另行退款',
};

/** What a person reads for our side of a difference; a payment and a refund succeed in other words. */
export function ourStateWords(subject: BillSubject, state: AttemptState | RefundState): string {
  const words: Record<AttemptState | RefundState, string> =
    subject === 'payment'
      ? { ...REFUND_STATE_WORDS, ...PAYMENT_STATE_WORDS }
      : { ...PAYMENT_STATE_WORDS, ...REFUND_STATE_WORDS };
  return words[state];
}

/** What a person reads for a state of the bill. */
export const THEIR_STATE_WORDS: Record<'paid' | 'revoked' | BilledRefundState, string> = {
  paid: '已付款',
  revoked: '已撤销',
  succeeded: '退款成功',
  processing: '退款中',
  closed: '退款关闭',
  abnormal: '退款异常',
  other: '未知状态',
};

/** Which check of a file failed, and where: what the reader of bills reports. */
export interface Defect {
  readonly stage: 'address' | 'length' | 'gzip' | 'size' | 'format' | 'summary' | 'hash';
  readonly line?: number;
  readonly column?: string;
}

/** Longest file that is read, for people. */
const MAX_SIZE = '4 GB';

const DEFECT_WORDS: Record<Defect['stage'], (where: string) => string> = {
  address: () => '下载地址不属于微信支付，没有下载',
  length: () => '文件没有收完整，在合计行之前就中断了',
  gzip: () => '压缩文件已损坏，无法解压',
  size: () => `文件解压后超过上限 ${MAX_SIZE}`,
  format: (where) => `${where}的内容不符合微信支付公布的格式`,
  summary: (where) => `合计${where}与各行相加的结果不一致`,
  hash: () => '文件内容与微信支付给出的 SHA-1（40 位）不一致，可能被改动过',
};

/** Why a bill was refused, in one sentence that names the bill, the field and the limit, and what happens next. */
export function defectWords(bill: 'trade' | 'fundFlow', { stage, line, column }: Defect): string {
  const row = line === undefined ? '' : `第 ${line} 行`;
  const field = column === undefined ? '' : `「${column}」`;
  return `${BILL_WORDS[bill]}：${DEFECT_WORDS[stage](`${row}${field}`)}。原文件已留存，稍后自动重新获取`;
}

/** What the two bills are called. */
const BILL_WORDS = { trade: '交易账单', fundFlow: '资金账单' } as const;

/** Why no bill came. */
export function notReceivedWords(bill: 'trade' | 'fundFlow', code: string): string {
  const why = code === '' ? '网络或微信支付暂时没有响应' : `微信支付没有受理（${code}）`;
  return `${BILL_WORDS[bill]}：${why}，稍后自动重试`;
}

/** Why a bill that is said not to exist is asked for once more. */
export function noneDoubtedWords(bill: 'trade' | 'fundFlow'): string {
  const against = bill === 'trade' ? '店里有这一天的收款或退款' : '交易账单里有记录';
  return `${BILL_WORDS[bill]}：微信支付说这一天没有账单，但${against}，稍后自动再问`;
}

/** A line whose balance does not follow. */
export function breakWords({ line, expectedMinor, toldMinor }: BalanceBreak, count: number): string {
  const more = count > 1 ? `，共 ${count} 处` : '';
  const [expected, told] = [expectedMinor, toldMinor].map((minor) => formatMoney(fen(minor)));
  return `第 ${line} 行的账户结余应为 ${expected}，账单为 ${told}${more}`;
}

const TOTAL_WORDS: Record<FundTotalsDifference['name'], string> = {
  collected: '交易收入',
  givenBack: '退款支出',
  fee: '手续费',
};

/** A sum the two bills tell differently. */
export function totalsWords({ name, tradeMinor, fundMinor }: FundTotalsDifference): string {
  const [trade, fund] = [tradeMinor, fundMinor].map((minor) => formatMoney(fen(minor)));
  return `${TOTAL_WORDS[name]}：交易账单合计 ${trade}，资金账单合计 ${fund}`;
}

/** An opening balance that is not the closing one of the day before. */
export function openingWords(closingMinor: number, openingMinor: number): string {
  const [closing, opening] = [closingMinor, openingMinor].map((minor) => formatMoney(fen(minor)));
  return `前一日期末 ${closing}，当日期初 ${opening}`;
}

function sideWords(amount: OurSide['amount'], state: string): string {
  return [amount === null ? '' : formatMoney(amount), state].filter((text) => text !== '').join(' ');
}

function ourWords(subject: BillSubject, ours: OurSide | null): string {
  if (ours === null) return '';
  return sideWords(ours.amount, ours.state === null ? '' : ourStateWords(subject, ours.state));
}

function theirWords(theirs: TheirSide | null): string {
  if (theirs === null) return '';
  return sideWords(theirs.amount, theirs.state === null ? '' : THEIR_STATE_WORDS[theirs.state]);
}

const MICROYUAN_PER_FEN = 10_000;

/** The difference in one sentence. */
export function differenceWords(difference: BillDifference): string {
  const { kind, subject, ours, theirs, detail } = difference;
  const what = BILL_DIFFERENCE_KIND_WORDS[kind];
  if (subject === 'account') return `${what}：${detail}`;
  const name = subject === 'payment' ? '收款' : '退款';
  if (kind === 'fee' && theirs !== null && theirs.feeMicroyuan !== null) {
    const fee = formatMoney(fen(Math.round(theirs.feeMicroyuan / MICROYUAN_PER_FEN)));
    return `${name}${theirWords(theirs)}的手续费 ${fee} 与账单上的费率不符`;
  }
  const sides = [
    ours === null ? '' : `店里 ${ourWords(subject, ours)}`,
    theirs === null ? '' : `账单 ${theirWords(theirs)}`,
  ].filter((side) => side !== '');
  return `${name}${what}：${sides.join('，')}`;
}
