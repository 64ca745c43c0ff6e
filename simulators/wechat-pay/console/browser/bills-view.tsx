import { useState } from 'preact/hooks';
import { post } from './control';
import { FaultList } from './fault-card';
import { DIFFERENCES } from './fault-kinds';
import { Action, Chip, Empty, Field, Options } from './parts';
import type { Act } from './parts';
import type { BillDayShown, FaultShown } from './wire';
import { shortTime } from './words';

interface BillsProps {
  readonly bills: readonly BillDayShown[];
  readonly faults: readonly FaultShown[];
  readonly nowMs: number;
  readonly act: Act;
}

/** The days there are bills of, newest first, and what is to be wrong with the next one. */
export function BillsView({ bills, faults, nowMs, act }: BillsProps) {
  return (
    <>
      {bills.length === 0 ? (
        <Empty title="还没有账单。有了支付或退款，当天就有账单；次日九点到十点之间生成，可以把时钟快进到次日 10 点。" />
      ) : (
        <BillTable bills={bills} nowMs={nowMs} />
      )}
      <div class="columns after">
        <SpoilForm act={act} />
        <section>
          <h2>已埋下的账单故障</h2>
          {faults.length === 0 ? (
            <Empty title="没有，下载的账单与发生的一致。" />
          ) : (
            <FaultList faults={faults} act={act} />
          )}
        </section>
      </div>
    </>
  );
}

function BillTable({ bills, nowMs }: { readonly bills: readonly BillDayShown[]; readonly nowMs: number }) {
  return (
    <table>
      <thead>
        <tr>
          <th>日期</th>
          <th>生成</th>
          <th>交易账单（行）</th>
          <th>资金账单（行）</th>
        </tr>
      </thead>
      <tbody>
        {bills.toReversed().map((bill) => (
          <tr key={bill.bill_date}>
            <td>{bill.bill_date}</td>
            <td>
              <Chip state={nowMs < Date.parse(bill.ready) ? 'billComing' : 'billReady'} />
              <p class="soft">{shortTime(bill.ready)}</p>
            </td>
            <td>
              <Counts of={bill.tradebill} />
            </td>
            <td>
              <Counts of={bill.fundflowbill} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Counts({ of }: { readonly of: Readonly<Record<string, number>> }) {
  return (
    <span class="counts">
      {Object.entries(of).map(([type, rows]) => (
        <span key={type} class={rows === 0 ? 'soft' : ''}>
          {type} {rows}
        </span>
      ))}
    </span>
  );
}

const BILLS = [
  ['bills.trade', '交易账单'],
  ['bills.fundflow', '资金账单'],
] as const;

function SpoilForm({ act }: { readonly act: Act }) {
  const [endpoint, setEndpoint] = useState('bills.trade');
  const [difference, setDifference] = useState('missingRow');
  const [number, setNumber] = useState('');
  const differ = () =>
    post('faults', { kind: 'billDifference', endpoint, difference, ...(number === '' ? {} : { number }) });
  const spoil = (kind: string, at: string) => () => post('faults', { kind, endpoint: at });
  return (
    <section>
      <h2>让下一份账单出错</h2>
      <div class="form">
        <Field label="账单">
          <Options value={endpoint} options={BILLS} choose={setEndpoint} />
        </Field>
        <Field label="差异">
          <Options value={difference} options={DIFFERENCES} choose={setDifference} />
        </Field>
        <Field label="单号（不填则随机）">
          <input value={number} onInput={(event) => setNumber(event.currentTarget.value.trim())} />
        </Field>
        <div class="row">
          <Action act={act} work={differ} class="primary">
            与实际不符
          </Action>
          <Action act={act} work={spoil('wrongHash', endpoint)}>
            哈希错误
          </Action>
        </div>
        <p class="soft">下载时，不论哪种账单：</p>
        <div class="row">
          <Action act={act} work={spoil('cutFile', 'bills.download')}>
            文件截断
          </Action>
          <Action act={act} work={spoil('alteredFile', 'bills.download')}>
            文件改动一位
          </Action>
        </div>
      </div>
    </section>
  );
}
