import type { BillDay } from '../../../cloudfunctions/core/reconciliation/bill-day';
import type { BillDifference } from '../../../cloudfunctions/core/reconciliation/difference';
import { beijingDay } from '../../../cloudfunctions/core/reconciliation/beijing-day';
import type { Tale } from './cast';
import type { PlantedDifference } from './ledger';

/** One day as WeChat Pay itself knows it. */
interface DayThere {
  readonly bill_date: string;
  readonly tradebill: { readonly ALL: number; readonly SUCCESS: number; readonly REFUND: number };
}

function told({ kind, outTradeNo, outRefundNo }: BillDifference): string {
  return `${kind} of ${outRefundNo ?? outTradeNo ?? 'the account'}`;
}

/** The differences of a day: none but what was planted, and what the shop found out by itself. */
async function differenceTexts(
  { store }: Tale['shop']['deps'],
  { date }: BillDay,
  planted: readonly PlantedDifference[],
): Promise<readonly string[]> {
  const statuses = ['open', 'awaiting', 'resolved'] as const;
  const lists = await Promise.all(
    statuses.map((status) => store.listDifferences({ date, status, limit: 100 })),
  );
  const ofRows = lists
    .flat()
    .filter(({ subject, resolution }) => subject !== 'account' && resolution?.by !== null);
  const fits = (one: BillDifference, { kind, number }: PlantedDifference) =>
    (one.kind === kind && (kind === 'onlyTheirs' || one.outTradeNo === number)) ||
    // A fen too much can be how a fee is rounded; the account tells then.
    (kind === 'fee' && one.kind === 'fundTotals');
  const strange = ofRows.filter((one) => !planted.some((plant) => fits(one, plant)));
  const ofAccount = lists.flat().filter(({ subject }) => subject === 'account');
  return [
    ...strange.map((one) => `has a difference nobody planted: ${told(one)}`),
    ...planted
      .filter((plant) => plant.certain && !lists.flat().some((one) => fits(one, plant)))
      .map(({ kind, number }) => `hides the planted difference ${kind} of ${number}`),
    ...(planted.length === 0 ? ofAccount.map((one) => `has ${one.kind} of its account: ${one.detail}`) : []),
  ];
}

/** Payments that were taken back before the shop heard of them: of these the books have no figures. */
async function takenBackUnheard({ store }: Tale['shop']['deps']): Promise<boolean> {
  const { attempts } = await store.readBooks();
  return attempts.some(
    ({ state, collecting }) => state === 'closed' && (collecting?.reverseSentAtMs ?? null) !== null,
  );
}

function figureTexts(day: BillDay, there: DayThere | undefined, whole: boolean): readonly string[] {
  const { theirs, ours, state } = day;
  const { SUCCESS: payments, ALL: all } = there?.tradebill ?? { SUCCESS: 0, ALL: 0 };
  const texts: string[] = [];
  const read = { payments: theirs?.payments ?? 0, rows: (theirs?.payments ?? 0) + (theirs?.refunds ?? 0) };
  if (read.payments !== payments || read.rows !== all)
    texts.push(`has ${read.payments} payments in ${read.rows} rows, but WeChat Pay ${payments} in ${all}`);
  const same = (['payments', 'paidMinor', 'refunds', 'refundedMinor'] as const).every(
    (name) => (ours?.[name] ?? 0) === (theirs?.[name] ?? 0),
  );
  if (whole && state === 'matched' && !same)
    texts.push(`is matched, but ${JSON.stringify({ ours, theirs })}`);
  return texts;
}

/** Every day before today is matched, with exactly the differences that were planted. */
export async function judgeBills(tale: Tale): Promise<readonly string[]> {
  const { deps, wechatPay } = tale.shop;
  const answer = await fetch(`${wechatPay.controlUrl}/bills`);
  const { bills } = (await answer.json()) as { readonly bills: readonly DayThere[] };
  const there = new Map(bills.map((day) => [day.bill_date, day]));
  const today = beijingDay(wechatPay.clock.nowMs());
  const days = await deps.store.listBillDays({ from: '2000-01-01', to: today });
  const missing = bills
    .filter(
      ({ bill_date: date, tradebill }) =>
        tradebill.ALL > 0 && date < today && !days.some((day) => day.date === date),
    )
    .map(({ bill_date: date }) => `day ${date} was never matched`);
  const problems: string[] = [...missing];
  const whole = !(await takenBackUnheard(deps));
  for (const day of days) {
    const planted = tale.ledger.differences.filter(({ date }) => date === day.date);
    const texts = [...(await differenceTexts(deps, day, planted))];
    if (planted.length === 0) {
      texts.push(...figureTexts(day, there.get(day.date), whole));
      if (day.state !== 'matched' && day.state !== 'closed') texts.push(`is ${day.state}`);
    }
    problems.push(...texts.map((text) => `day ${day.date} ${text}`));
    tale.count(`day ${day.state}`);
  }
  return problems;
}
