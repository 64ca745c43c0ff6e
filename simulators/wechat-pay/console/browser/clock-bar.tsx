import { useState } from 'preact/hooks';
import { post } from './control';
import { Action } from './parts';
import type { Act } from './parts';
import type { State } from './wire';
import { longTime, nextMorningMs } from './words';

const STEPS = [
  ['+1 分', 60],
  ['+15 分', 900],
  ['+1 时', 3_600],
  ['+1 天', 86_400],
] as const;

/** The simulated clock and the ways to move it. */
export function ClockBar({ clock, act }: { readonly clock: State['clock']; readonly act: Act }) {
  const [minutes, setMinutes] = useState('');
  const amount = Number(minutes);
  const wrong = minutes !== '' && !(amount > 0 && Number.isFinite(amount));
  return (
    <section class="clock" aria-label="模拟时钟">
      <div>
        <p class="now">{longTime(clock.now)}</p>
        <p class="soft">
          {clock.offset_seconds < 1 ? '与真实时间一致' : `已快进 ${drift(clock.offset_seconds)}`}
        </p>
      </div>
      <div class="row">
        {STEPS.map(([label, seconds]) => (
          <Action key={label} act={act} work={() => post('clock', { advance_seconds: seconds })}>
            {label}
          </Action>
        ))}
        <Action act={act} work={() => post('clock', { now: nextMorningMs(clock.now_ms) })}>
          到次日 10 点
        </Action>
        <label class="inline">
          <input
            inputMode="decimal"
            placeholder="分钟"
            aria-label="快进的分钟数"
            aria-invalid={wrong}
            value={minutes}
            onInput={(event) => setMinutes(event.currentTarget.value)}
          />
          <Action act={act} work={() => post('clock', { advance_seconds: amount * 60 })}>
            快进
          </Action>
        </label>
      </div>
    </section>
  );
}

function drift(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const minutes = Math.round((seconds % 3_600) / 60);
  return (
    [days && `${days} 天`, hours && `${hours} 小时`, minutes && `${minutes} 分`].filter(Boolean).join(' ') ||
    '不到 1 分'
  );
}
