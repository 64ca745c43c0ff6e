import { BILL_DAY_STATE_WORDS, type BillDayState, type BillDayView } from '../../../contract/bills';

/** A day of the calendar; blank before the first. */
export interface DayCell {
  readonly key: string;
  /** Empty for a blank. */
  readonly date: string;
  readonly number: string;
  /** What it looks like: `none` is not there yet. */
  readonly look: 'none' | 'good' | 'open' | 'waiting';
  /** Under the number: how many differences are open. */
  readonly mark: string;
  readonly words: string;
}

const LOOKS: Record<BillDayState, DayCell['look']> = {
  waiting: 'waiting',
  fetching: 'waiting',
  matched: 'good',
  differences: 'open',
  closed: 'good',
  unavailable: 'waiting',
};

function partsOf(month: string): readonly [year: number, month: number] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return [year, number];
}

/** How many days a month has. */
function daysIn(month: string): number {
  const [year, number] = partsOf(month);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** Blank days before the first, in a week that begins on Monday. */
function blanksBefore(month: string): number {
  const [year, number] = partsOf(month);
  return (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
}

function dayCell(date: string, view: BillDayView | undefined): DayCell {
  const number = String(Number(date.slice(-2)));
  if (view === undefined)
    return { key: date, date, number, look: 'none', mark: '', words: `${number}日，还没有账单` };
  const open = view.openDifferences;
  const look = open > 0 ? 'open' : LOOKS[view.state];
  return {
    key: date,
    date,
    number,
    look,
    mark: open > 0 ? String(open) : '',
    words: `${number}日，${open > 0 ? `${open}条差异待处理` : BILL_DAY_STATE_WORDS[view.state]}`,
  };
}

/** A month as a calendar, the week beginning on Monday. Days the server did not name are there and grey. */
export function monthCells(month: string, days: readonly BillDayView[]): readonly DayCell[] {
  const known = new Map(days.map((day) => [day.date, day]));
  const blanks = Array.from({ length: blanksBefore(month) }, (_, index): DayCell => {
    const key = `blank-${index}`;
    return { key, date: '', number: '', look: 'none', mark: '', words: '' };
  });
  const cells = Array.from({ length: daysIn(month) }, (_, index) => {
    const date = `${month}-${String(index + 1).padStart(2, '0')}`;
    return dayCell(date, known.get(date));
  });
  return [...blanks, ...cells];
}

/** The month so many months later; before with a negative number. */
export function monthAfter(month: string, months: number): string {
  const [year, number] = partsOf(month);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** A month in words: `2026年11月`. */
export function monthWords(month: string): string {
  const [year, number] = partsOf(month);
  return `${year}年${number}月`;
}
