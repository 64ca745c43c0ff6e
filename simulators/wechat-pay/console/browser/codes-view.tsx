import { useState } from 'preact/hooks';
import { post } from './control';
import { Action, Chip, Code, Copy, Empty, Field, Options } from './parts';
import type { Act } from './parts';
import type { PaymentCodeShown } from './wire';
import { BEHAVIOURS, secondsUntil } from './words';

interface CodesProps {
  readonly codes: readonly PaymentCodeShown[];
  readonly nowMs: number;
  readonly act: Act;
}

/** A shopper with a payment code on the screen, and those who are asked for their password. */
export function CodesView({ codes, nowMs, act }: CodesProps) {
  const waiting = codes.filter((code) => code.waiting_for_password);
  const newest = codes.at(-1);
  return (
    <>
      <div class="columns">
        <IssueForm act={act} />
        <section>
          <h2>顾客的手机</h2>
          {newest === undefined ? (
            <Empty title="还没有出示付款码。" />
          ) : (
            <Screen code={newest} nowMs={nowMs} />
          )}
          {waiting.length > 0 && (
            <>
              <h2>等待输入密码</h2>
              <ul class="cards">
                {waiting.map((code) => (
                  <Waiting key={code.auth_code} code={code} act={act} />
                ))}
              </ul>
            </>
          )}
        </section>
      </div>
      {codes.length > 0 && <CodeTable codes={codes} nowMs={nowMs} />}
    </>
  );
}

/** Behaviours in which the shopper answers by itself after a while. */
const ANSWERING: readonly string[] = ['passwordPays', 'passwordCancels'];

function IssueForm({ act }: { readonly act: Act }) {
  const [behaviour, setBehaviour] = useState('pays');
  const [openid, setOpenid] = useState('');
  const [seconds, setSeconds] = useState('8');
  const issue = () =>
    post('payment-codes', {
      behaviour,
      ...(openid === '' ? {} : { openid }),
      ...(ANSWERING.includes(behaviour) ? { answers_after_seconds: Number(seconds) } : {}),
    });
  return (
    <section>
      <h2>出示付款码</h2>
      <div class="form">
        <Field label="扫码之后">
          <Options value={behaviour} options={Object.entries(BEHAVIOURS)} choose={setBehaviour} />
        </Field>
        {ANSWERING.includes(behaviour) && (
          <Field label="几秒后回答">
            <input
              inputMode="decimal"
              value={seconds}
              onInput={(event) => setSeconds(event.currentTarget.value)}
            />
          </Field>
        )}
        <Field label="openid（可不填）">
          <input value={openid} onInput={(event) => setOpenid(event.currentTarget.value.trim())} />
        </Field>
        <Action act={act} work={issue} class="primary">
          出示
        </Action>
      </div>
    </section>
  );
}

function Screen({ code, nowMs }: { readonly code: PaymentCodeShown; readonly nowMs: number }) {
  return (
    <div class="screen">
      <p class="digits" aria-label="付款码">
        {code.auth_code.replace(/(\d{4})(?=\d)/g, '$1 ')}
      </p>
      <p class="soft">
        {BEHAVIOURS[code.behaviour] ?? code.behaviour}，{lifeOf(code, nowMs)}
      </p>
      <Copy text={code.auth_code}>复制付款码</Copy>
    </div>
  );
}

function lifeOf(code: PaymentCodeShown, nowMs: number): string {
  if (code.out_trade_no !== null) return `已用于 ${code.out_trade_no}`;
  const seconds = secondsUntil(code.expires, nowMs);
  return seconds > 0 ? `还有 ${seconds} 秒有效` : '已过期';
}

function Waiting({ code, act }: { readonly code: PaymentCodeShown; readonly act: Act }) {
  const answer = (outcome: string) => () => post(`payment-codes/${code.auth_code}`, { outcome });
  return (
    <li class="card row between">
      <div>
        <Code text={code.out_trade_no ?? ''} />
        <p class="soft">{BEHAVIOURS[code.behaviour]}</p>
      </div>
      <div class="row">
        <Action act={act} work={answer('success')} class="primary">
          支付
        </Action>
        <Action act={act} work={answer('cancel')}>
          取消
        </Action>
        <Action act={act} work={answer('fail')}>
          失败
        </Action>
      </div>
    </li>
  );
}

function CodeTable({
  codes,
  nowMs,
}: {
  readonly codes: readonly PaymentCodeShown[];
  readonly nowMs: number;
}) {
  return (
    <table class="after">
      <thead>
        <tr>
          <th>付款码</th>
          <th>扫码之后</th>
          <th>订单</th>
          <th>状态</th>
        </tr>
      </thead>
      <tbody>
        {codes.toReversed().map((code) => (
          <tr key={code.auth_code}>
            <td>
              <Code text={code.auth_code} />
            </td>
            <td>{BEHAVIOURS[code.behaviour] ?? code.behaviour}</td>
            <td>
              {code.out_trade_no === null ? <span class="soft">—</span> : <Code text={code.out_trade_no} />}
            </td>
            <td>
              {code.trade_state === null ? (
                <span class="soft">{lifeOf(code, nowMs)}</span>
              ) : (
                <Chip state={code.trade_state} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
