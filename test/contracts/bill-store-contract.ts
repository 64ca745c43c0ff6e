import { beforeEach, describe, expect, it } from '@jest/globals';
import { newCollection } from '../../cloudfunctions/core/collection/counter-order';
import type { Attempt } from '../../cloudfunctions/core/payment/attempt';
import { newBillDay } from '../../cloudfunctions/core/reconciliation/bill-day';
import type { BillDifference } from '../../cloudfunctions/core/reconciliation/difference';
import { accountDifference, resolved } from '../../cloudfunctions/core/reconciliation/difference';
import type { Refund } from '../../cloudfunctions/core/refund/refund';
import { newRefund } from '../../cloudfunctions/core/refund/refund';
import type { Walk, Walked } from '../../cloudfunctions/ports/bill-store';
import type { Store } from '../../cloudfunctions/ports/store';
import { fen } from '../../miniprogram/contract/money';

let days = 0;

/** A day no other test of this process has. */
function aDate(): string {
  days += 1;
  return new Date(Date.UTC(1990, 0, 1 + days * 3)).toISOString().slice(0, 10);
}

/** The promises about bills of the store port. */
export function describeBillStore(storeOf: () => Store): void {
  describe('the books of bills', () => {
    let store: Store;
    let date: string;
    beforeEach(() => {
      store = storeOf();
      date = aDate();
    });

    const aDifference = (name: string, changes: Partial<BillDifference> = {}): BillDifference => ({
      ...accountDifference({ date, run: 1 }, 'balance', { name, detail: '' }),
      ...changes,
    });

    it('keeps a day whole, and replaces what is in it instead of merging', async () => {
      const day = newBillDay(date, 5);
      expect(await store.findBillDay(date)).toBeNull();
      await store.changeBillDay(date, () => ({ result: null, write: day }));
      expect(await store.findBillDay(date)).toEqual(day);
      const kept = { kind: 'kept', sha1: 'a', bytes: 1, rows: 1, fileIds: ['x'] } as const;
      await store.changeBillDay(date, () => ({ result: null, write: { ...day, trade: kept } }));
      await store.changeBillDay(date, () => ({ result: null, write: { ...day, trade: { kind: 'none' } } }));
      expect(await store.findBillDay(date)).toEqual({ ...day, trade: { kind: 'none' } });
    });

    it('lets every one of several writers to a day see the work of those before', async () => {
      const add = () =>
        store.changeBillDay(date, (day) => {
          const known = day ?? newBillDay(date, 0);
          return { result: null, write: { ...known, tries: known.tries + 1 } };
        });
      await Promise.all([add(), add(), add(), add()]);
      expect((await store.findBillDay(date))?.tries).toBe(4);
    });

    it('lists days from one to another, the newest, and those with something to do', async () => {
      const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
      await store.changeBillDay(date, (_day) => ({ result: null, write: newBillDay(date, 7) }));
      await store.changeBillDay(next, (_day) => {
        return { result: null, write: { ...newBillDay(next, 7), nextStepAtMs: null } };
      });
      const listed = await store.listBillDays({ from: date, to: next });
      expect(listed.map((day) => day.date)).toEqual([date, next]);
      expect(await store.newestBillDay()).toBe(next);
      expect(await store.listBillDaysToDo({ nowMs: 7, limit: 1_000 })).toContain(date);
      expect(await store.listBillDaysToDo({ nowMs: 7, limit: 1_000 })).not.toContain(next);
      expect(await store.listBillDaysToDo({ nowMs: 6, limit: 1_000 })).not.toContain(date);
    });

    it('keeps a difference once, and leaves resolved what a later run finds again', async () => {
      const [one, two] = [aDifference('1'), aDifference('2', { awaits: '1980-01-01', status: 'awaiting' })];
      await store.keepDifferences([one, two]);
      await store.keepDifferences([one, two]);
      expect(await store.listDifferences({ date, status: 'open', limit: 10 })).toEqual([one]);
      expect(await store.listDifferences({ date, status: 'awaiting', limit: 10 })).toEqual([two]);
      expect(await store.listAwaiting('1980-01-01')).toContainEqual(two);
      const end = resolved(one, { action: 'ignore', by: 'o-a', atMs: 1, text: '已核实' });
      await store.changeDifference(one.differenceId, () => ({ result: null, write: end }));
      await store.keepDifferences([{ ...one, run: 2, firstRun: 2 }]);
      expect(await store.findDifference(one.differenceId)).toEqual({ ...end, run: 2 });
      await store.keepDifferences([{ ...one, run: 3, detail: '另一处' }]);
      expect(await store.findDifference(one.differenceId)).toMatchObject({
        status: 'open',
        resolution: null,
      });
      expect(await store.countDifferences(date, 'open')).toBe(1);
      expect(await store.countDifferences(date, 'resolved')).toBe(0);
    });

    it('pages through the differences of a day', async () => {
      const all = [1, 2, 3].map((n) => aDifference(String(n)));
      await store.keepDifferences(all);
      const first = await store.listDifferences({ date, status: 'open', limit: 2 });
      const after = first.at(-1)?.differenceId ?? '';
      const rest = await store.listDifferences({ date, status: 'open', after, limit: 2 });
      expect([...first, ...rest]).toEqual(all);
    });

    /** Three payments, two of them in one millisecond, the last taken back; and a refund of each. */
    async function money() {
      const fromMs = Date.parse(`${date}T00:00:00Z`);
      const numbers = ['a', 'b', 'c'].map((letter) => `${date}-${letter}`);
      for (const [index, outTradeNo] of numbers.entries()) {
        const made = newCollection({
          orderId: outTradeNo,
          clientToken: outTradeNo,
          requestHash: '',
          amount: fen(100),
          remark: '',
          nowMs: fromMs,
          payWithinMs: 1,
          outTradeNo,
          scene: 'paymentCode',
          appid: 'wx1',
          mchid: '1',
        });
        const succeededAtMs = fromMs + 10 + (index === 0 ? 0 : 1);
        const collecting = made.attempt.collecting && {
          ...made.attempt.collecting,
          reverseSentAtMs: index === 2 ? fromMs + 20 : null,
        };
        const state = index === 2 ? 'reversed' : 'succeeded';
        const attempt: Attempt = { ...made.attempt, state, succeededAtMs, collecting };
        const given = { outRefundNo: `R${outTradeNo}`, outTradeNo, orderId: outTradeNo, amount: fen(1) };
        const refund: Refund = {
          ...newRefund({ ...given, reason: 'requested', nowMs: fromMs }),
          begunAtMs: index === 2 ? null : fromMs + 30 + index,
        };
        await store.changeOrder(outTradeNo, () => {
          return { result: null, write: { order: made.order, attempts: [attempt], refunds: [refund] } };
        });
      }
      return { fromMs, numbers };
    }

    async function walked<Ours>(
      walk: (walk: Walk) => Promise<readonly Walked<Ours>[]>,
      numberOf: (ours: Ours) => string,
      between: Pick<Walk, 'fromMs' | 'toMs'>,
    ): Promise<readonly string[]> {
      const seen: string[] = [];
      let after: Walk['after'] = null;
      for (;;) {
        const page: readonly Walked<Ours>[] = await walk({ ...between, after, limit: 1 });
        const [one] = page;
        if (one === undefined) return seen;
        seen.push(numberOf(one.ours));
        after = { atMs: one.atMs, number: numberOf(one.ours) };
      }
    }

    it('walks money along time, a page at a time, none lost and none twice', async () => {
      const { fromMs, numbers } = await money();
      const day = { fromMs, toMs: fromMs + 1_000 };
      const payment = ({ outTradeNo }: { readonly outTradeNo: string }) => outTradeNo;
      const refund = ({ outRefundNo }: { readonly outRefundNo: string }) => outRefundNo;
      expect(await walked((walk) => store.walkPayments(walk), payment, day)).toEqual(numbers);
      expect(await walked((walk) => store.walkRevoked(walk), payment, day)).toEqual(numbers.slice(2));
      expect(await walked((walk) => store.walkRefunds(walk), refund, day)).toEqual(
        numbers.slice(0, 2).map((number) => `R${number}`),
      );
      const edges = { fromMs: fromMs + 10, toMs: fromMs + 11 };
      expect(await walked((walk) => store.walkPayments(walk), payment, edges)).toEqual(numbers.slice(0, 1));
    });

    it('finds money by its numbers, with what is compared of it', async () => {
      const { fromMs, numbers } = await money();
      const found = await store.findPayments([...numbers, 'nobody']);
      expect(found.map(({ outTradeNo }) => outTradeNo).sort()).toEqual(numbers);
      expect(found.find(({ outTradeNo }) => outTradeNo === numbers[2])).toEqual({
        outTradeNo: numbers[2],
        orderId: numbers[2],
        amount: fen(100),
        transactionId: null,
        mchid: '1',
        appid: 'wx1',
        state: 'reversed',
        atMs: fromMs + 11,
        reverseSentAtMs: fromMs + 20,
      });
      expect(await store.findRefunds([`R${numbers[0] ?? ''}`])).toEqual([
        {
          outRefundNo: `R${numbers[0] ?? ''}`,
          outTradeNo: numbers[0],
          orderId: numbers[0],
          amount: fen(1),
          refundId: null,
          state: 'due',
          atMs: fromMs + 30,
        },
      ]);
      expect(await store.findPayments([])).toEqual([]);
      expect(await store.findRefunds([])).toEqual([]);
    });
  });
}
