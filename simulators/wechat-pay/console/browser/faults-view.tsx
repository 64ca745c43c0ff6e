import { useState } from 'preact/hooks';
import { ask, post } from './control';
import { FaultList } from './fault-card';
import { FAULT_KINDS, filledIn, firstValues } from './fault-kinds';
import type { ParameterRule, Parameters } from './fault-kinds';
import { Action, Empty, Field, Options } from './parts';
import type { Act } from './parts';
import type { FaultShown } from './wire';

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
            <FaultList faults={faults} act={act} />
            <Action act={act} work={() => ask('faults', 'DELETE')}>
              全部移除
            </Action>
          </>
        )}
      </section>
    </div>
  );
}

interface ParameterProps {
  readonly rule: ParameterRule;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
}

const YES_NO = [
  ['true', '是'],
  ['false', '否'],
] as const;

/** A field for a value of the kind its rule names. */
function Parameter({ rule, value, set }: ParameterProps) {
  if (typeof rule.first === 'boolean') {
    return <Options value={String(value)} options={YES_NO} choose={(text) => set(text === 'true')} />;
  }
  if (rule.choices !== undefined) {
    return <Options value={String(value)} options={rule.choices} choose={set} />;
  }
  const isNumber = typeof rule.first === 'number';
  return (
    <input
      inputMode={isNumber ? 'numeric' : 'text'}
      value={String(value)}
      onInput={({ currentTarget: { value: text } }) => set(isNumber && text !== '' ? Number(text) : text)}
    />
  );
}

function PlantForm({ targets, act }: { readonly targets: readonly string[]; readonly act: Act }) {
  const [kind, setKind] = useState('drop');
  const [endpoint, setEndpoint] = useState('*');
  const [times, setTimes] = useState('1');
  const [rate, setRate] = useState('1');
  const [own, setOwn] = useState<Parameters>(firstValues('drop'));
  const possible = FAULT_KINDS[kind]?.only ?? targets;
  const choose = (next: string) => {
    setKind(next);
    setOwn(firstValues(next));
    const places = FAULT_KINDS[next]?.only ?? targets;
    if (!places.includes(endpoint)) setEndpoint(places[0] ?? '*');
  };
  const plant = () =>
    post('faults', { kind, endpoint, times: Number(times), rate: Number(rate), ...filledIn(kind, own) });
  return (
    <section>
      <h2>埋一个故障</h2>
      <div class="form">
        <Field label="故障">
          <Options
            value={kind}
            options={Object.entries(FAULT_KINDS).map(([name, { words }]) => [name, `${words}（${name}）`])}
            choose={choose}
          />
        </Field>
        <Field label="位置">
          <Options
            value={endpoint}
            options={possible.map((name) => [name, name === '*' ? '* 全部接口' : name])}
            choose={setEndpoint}
          />
        </Field>
        {FAULT_KINDS[kind]?.own.map((rule) => (
          <Field key={`${kind} ${rule.name}`} label={`${rule.words} ${rule.name}`}>
            <Parameter
              rule={rule}
              value={own[rule.name]}
              set={(value) => setOwn({ ...own, [rule.name]: value })}
            />
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
