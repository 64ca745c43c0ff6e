import { useState } from 'preact/hooks';
import { post } from './control';
import { Action, Chip, Code, Empty, Field, Options } from './parts';
import type { Act } from './parts';
import type { BalancesShown, RefundShown, State } from './wire';
import { fenOf, shortTime, until, yuan } from './words';

/** What may still become of a refund, and the word on its button. */
const DECISIONS: Readonly<Record<string, readonly (readonly [outcome: string, words: string])[]>> = {
  PROCESSING: [
    ['success', '退款成功'],
    ['closed', '关闭'],
    ['abnormal', '异常'],
  ],
  ABNORMAL: [['success', '退款成功']],
};

/** Refunds, newest first, each decidable as WeChat Pay and the bank would, and the money they come from. */
export function RefundsView({ state, act }: { readonly state: State; readonly act: Act }) {
  return (
    <>
      {state.refunds.length === 0 ? (
        <Empty title="还没有退款。商户申请退款之后，这里显示每一笔，并可决定它的结果。" />
      ) : (
        <RefundTable refunds={state.refunds} nowMs={state.clock.now_ms} act={act} />
      )}
      <Balances balances={state.balances} act={act} />
    </>
  );
}

interface RefundTableProps {
  readonly refunds: readonly RefundShown[];
  readonly nowMs: number;
  readonly act: Act;
}

function RefundTable({ refunds, nowMs, act }: RefundTableProps) {
  return (
    <table>
      <thead>
        <tr>
          <th>商户退款单号</th>
          <th>订单</th>
          <th class="number">退款金额</th>
          <th>状态</th>
          <th>申请</th>
          <th>现在决定</th>
        </tr>
      </thead>
      <tbody>
        {refunds.toReversed().map((refund) => (
          <Row key={refund.out_refund_no} refund={refund} nowMs={nowMs} act={act} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  refund,
  nowMs,
  act,
}: {
  readonly refund: RefundShown;
  readonly nowMs: number;
  readonly act: Act;
}) {
  const decisions = DECISIONS[refund.status] ?? [];
  const decide = (outcome: string) => () =>
    post('refunds', { out_refund_no: refund.out_refund_no, outcome, when: 'now' });
  return (
    <tr>
      <td>
        <Code text={refund.out_refund_no} />
        <Code text={refund.refund_id} />
      </td>
      <td>
        <Code text={refund.out_trade_no} />
        <p class="soft">{refund.user_received_account}</p>
      </td>
      <td class="number">{yuan(refund.refund)}</td>
      <td>
        <Chip state={refund.status} />
        {refund.due !== null && <p class="soft">{until(refund.due, nowMs)}到期</p>}
      </td>
      <td class="soft">{shortTime(refund.created)}</td>
      <td>
        {decisions.length === 0 ? (
          <span class="soft">—</span>
        ) : (
          <div class="row">
            {decisions.map(([outcome, words]) => (
              <Action
                key={outcome}
                act={act}
                work={decide(outcome)}
                class={outcome === 'success' ? 'primary' : ''}
              >
                {words}
              </Action>
            ))}
          </div>
        )}
      </td>
    </tr>
  );
}

/** Whose balances come first and second. */
const OWNERS = ['商户的钱', '子商户的钱'];

const PURSES = [
  ['unsettled', '未结算资金'],
  ['available', '可用余额'],
  ['operation', '运营账户'],
  ['fees', '手续费账户'],
] as const;

function Balances({ balances, act }: { readonly balances: readonly BalancesShown[]; readonly act: Act }) {
  return (
    <div class="columns after">
      {balances.map((balance, index) => (
        <section key={balance.mchid} aria-label={OWNERS[index]}>
          <h2>{OWNERS[index]}</h2>
          <p class="soft hint">商户号 {balance.mchid}</p>
          <dl class="purses">
            {PURSES.map(([purse, words]) => (
              <div key={purse}>
                <dt>{words}</dt>
                <dd>{yuan(balance[purse])}</dd>
              </div>
            ))}
          </dl>
          <SetBalance mchid={balance.mchid} act={act} />
        </section>
      ))}
    </div>
  );
}

function SetBalance({ mchid, act }: { readonly mchid: string; readonly act: Act }) {
  const [purse, setPurse] = useState('unsettled');
  const [amount, setAmount] = useState('');
  const fen = fenOf(amount);
  const set = async () => {
    if (fen === undefined) throw new Error('金额写成元，最多两位小数，例如 12.80');
    await post('balance', { mchid, [purse]: fen });
    setAmount('');
  };
  return (
    <div class="form">
      <Field label="改哪一项">
        <Options value={purse} options={PURSES} choose={setPurse} />
      </Field>
      <Field label="改成多少元">
        <input
          inputMode="decimal"
          placeholder="0.00"
          aria-invalid={amount !== '' && fen === undefined}
          value={amount}
          onInput={(event) => setAmount(event.currentTarget.value)}
        />
      </Field>
      <Action act={act} work={set}>
        设为
      </Action>
    </div>
  );
}
