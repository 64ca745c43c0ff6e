import { useState } from 'preact/hooks';
import { ask, post } from './control';
import { Action, Code, Empty } from './parts';
import type { Act } from './parts';
import type { FaultShown } from './wire';

/** What each fault does, and its own parameters with a first value. */
const KINDS: Readonly<
  Record<string, { readonly words: string; readonly own: Readonly<Record<string, unknown>> }>
> = {
  drop: { words: '处理后断开连接，应答丢失', own: { act: true } },
  delay: { words: '应答或通知迟到', own: { delay_ms: 3000 } },
  status: { words: '以指定状态码应答', own: { status: 500, code: 'SYSTEM_ERROR', act: false } },
  badSignature: { words: '签名错误', own: {} },
  signatureProbe: { words: '签名探测流量', own: { decodable: true } },
  wrongSerial: { words: '未知的证书序列号', own: {} },
  wrongAmount: { words: '金额不符', own: { total: 1 } },
  duplicate: { words: '通知重复', own: {} },
  reorder: { words: '通知乱序', own: {} },
  lose: { words: '通知丢失', own: {} },
};

const ONLY_NOTIFICATIONS: readonly string[] = ['duplicate', 'reorder', 'lose'];

interface FaultsProps {
  readonly faults: readonly FaultShown[];
  /** Endpoint names that a fault can name. */
  readonly targets: readonly string[];
  readonly act: Act;
}

/** The faults waiting to strike, and a form for another. */
export function FaultsView({ faults, targets, act }: FaultsProps) {
  return (
    <div class="columns">
      <PlantForm targets={targets} act={act} />
      <section>
        <h2>等待发生</h2>
        {faults.length === 0 ? (
          <Empty title="没有故障，一切正常。" />
        ) : (
          <>
            <ul class="cards">
              {faults.map((fault) => (
                <FaultCard key={fault.id} fault={fault} act={act} />
              ))}
            </ul>
            <Action act={act} work={() => ask('faults', 'DELETE')}>
              全部移除
            </Action>
          </>
        )}
      </section>
    </div>
  );
}

function FaultCard({ fault, act }: { readonly fault: FaultShown; readonly act: Act }) {
  const { id, kind, endpoint, times, rate, ...own } = fault;
  return (
    <li class="card row between">
      <div>
        <p>
          <strong>{KINDS[kind]?.words ?? kind}</strong> <Code text={endpoint} />
        </p>
        <p class="soft">
          剩 {times} 次{rate !== undefined && rate < 1 && `，每次概率 ${rate}`}
          {Object.entries(own).map(([name, value]) => `，${name} = ${String(value)}`)}
        </p>
      </div>
      <Action act={act} work={() => ask(`faults/${id}`, 'DELETE')}>
        移除
      </Action>
    </li>
  );
}

interface ParameterProps {
  readonly value: unknown;
  readonly set: (value: unknown) => void;
}

/** A field for a value of the kind that is there. */
function Parameter({ value, set }: ParameterProps) {
  if (typeof value === 'boolean') {
    return (
      <select value={String(value)} onChange={(event) => set(event.currentTarget.value === 'true')}>
        <option value="true">是</option>
        <option value="false">否</option>
      </select>
    );
  }
  const isNumber = typeof value === 'number';
  return (
    <input
      inputMode={isNumber ? 'numeric' : 'text'}
      value={String(value)}
      onInput={({ currentTarget }) => set(isNumber ? Number(currentTarget.value) : currentTarget.value)}
    />
  );
}

function PlantForm({ targets, act }: { readonly targets: readonly string[]; readonly act: Act }) {
  const [kind, setKind] = useState('drop');
  const [endpoint, setEndpoint] = useState('*');
  const [times, setTimes] = useState('1');
  const [rate, setRate] = useState('1');
  const [own, setOwn] = useState<Readonly<Record<string, unknown>>>(KINDS['drop']?.own ?? {});
  const choose = (next: string) => {
    setKind(next);
    setOwn(KINDS[next]?.own ?? {});
    if (ONLY_NOTIFICATIONS.includes(next)) setEndpoint('notifications');
  };
  const plant = () => post('faults', { kind, endpoint, times: Number(times), rate: Number(rate), ...own });
  return (
    <section>
      <h2>埋一个故障</h2>
      <div class="form">
        <Field label="故障">
          <select value={kind} onChange={(event) => choose(event.currentTarget.value)}>
            {Object.entries(KINDS).map(([name, { words }]) => (
              <option key={name} value={name}>
                {words}（{name}）
              </option>
            ))}
          </select>
        </Field>
        <Field label="位置">
          <select value={endpoint} onChange={(event) => setEndpoint(event.currentTarget.value)}>
            {targets.map((name) => (
              <option key={name} value={name}>
                {name === '*' ? '* 全部接口' : name}
              </option>
            ))}
          </select>
        </Field>
        {Object.entries(own).map(([name, value]) => (
          <Field key={name} label={name}>
            <Parameter value={value} set={(next) => setOwn({ ...own, [name]: next })} />
          </Field>
        ))}
        <Field label="次数">
          <input inputMode="numeric" value={times} onInput={(event) => setTimes(event.currentTarget.value)} />
        </Field>
        <Field label="概率（0 到 1）">
          <input inputMode="decimal" value={rate} onInput={(event) => setRate(event.currentTarget.value)} />
        </Field>
        <Action act={act} work={plant} class="primary">
          埋下
        </Action>
      </div>
    </section>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: preact.ComponentChildren }) {
  return (
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}
