import { ask } from './control';
import { FAULT_KINDS } from './fault-kinds';
import { Action, Code } from './parts';
import type { Act } from './parts';
import type { FaultShown } from './wire';

interface FaultListProps {
  readonly faults: readonly FaultShown[];
  readonly act: Act;
}

/** The faults waiting to strike. */
export function FaultList({ faults, act }: FaultListProps) {
  return (
    <ul class="cards">
      {faults.map((fault) => (
        <FaultCard key={fault.id} fault={fault} act={act} />
      ))}
    </ul>
  );
}

function FaultCard({ fault, act }: { readonly fault: FaultShown; readonly act: Act }) {
  const { id, kind, endpoint, times, rate, ...own } = fault;
  return (
    <li class="card row between">
      <div>
        <p>
          <strong>{FAULT_KINDS[kind]?.words ?? kind}</strong> <Code text={endpoint} />
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
