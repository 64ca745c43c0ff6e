import { render } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { ClockBar } from './clock-bar';
import { ask } from './control';
import { FaultsView } from './faults-view';
import { NotificationsView } from './notifications-view';
import { OrdersView } from './orders-view';
import type { Act } from './parts';
import { SettingsView } from './settings-view';
import type { NotificationShown, Settings, State } from './wire';

const LOOK_EVERY_MS = 1_500;
const SAY_FOR_MS = 6_000;

const TABS = [
  ['orders', '订单'],
  ['notifications', '通知'],
  ['faults', '故障'],
  ['settings', '设置'],
] as const;
type Tab = (typeof TABS)[number][0];

interface Everything {
  readonly state: State;
  readonly notifications: readonly NotificationShown[];
  readonly settings: Settings;
  readonly targets: readonly string[];
}

async function look(): Promise<Everything> {
  const [state, { notifications }, settings, { targets }] = await Promise.all([
    ask<State>('state'),
    ask<{ readonly notifications: readonly NotificationShown[] }>('notifications'),
    ask<Settings>('settings'),
    ask<{ readonly targets: readonly string[] }>('faults'),
  ]);
  return { state, notifications, settings, targets };
}

function tabOf(hash: string): Tab {
  return TABS.find(([name]) => `#${name}` === hash)?.[0] ?? 'orders';
}

/** The simulator's state, looked at again and again while somebody is looking. */
function useEverything() {
  const [seen, setSeen] = useState<Everything | null>(null);
  const [gone, setGone] = useState(false);
  const refresh = useCallback(async () => {
    try {
      setSeen(await look());
      setGone(false);
    } catch {
      setGone(true);
    }
  }, []);
  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (!document.hidden) void refresh();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return { seen, gone, refresh };
}

function Console() {
  const { seen, gone, refresh } = useEverything();
  const [tab, setTab] = useState(tabOf(location.hash));
  const [said, setSaid] = useState('');
  useEffect(() => {
    const follow = () => setTab(tabOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const act: Act = async (work) => {
    try {
      await work();
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
      setTimeout(() => setSaid(''), SAY_FOR_MS);
    }
    await refresh();
  };
  return (
    <>
      <header>
        <h1>微信支付模拟器</h1>
        {seen !== null && <ClockBar clock={seen.state.clock} act={act} />}
      </header>
      <nav aria-label="栏目">
        {TABS.map(([name, words]) => (
          <a key={name} href={`#${name}`} aria-current={tab === name ? 'page' : undefined}>
            {words}
            {seen !== null && <Count of={countOf(name, seen)} />}
          </a>
        ))}
      </nav>
      {gone && (
        <p class="gone" role="alert">
          模拟器没有应答。它可能已经停止；重新启动后这里会自动恢复。
        </p>
      )}
      <main>{seen === null ? <p class="soft">正在读取…</p> : <View tab={tab} seen={seen} act={act} />}</main>
      {said !== '' && (
        <p class="toast" role="alert">
          {said}
        </p>
      )}
    </>
  );
}

function countOf(tab: Tab, { state }: Everything): number {
  if (tab === 'orders') return state.order_count;
  if (tab === 'notifications') return state.notifications_pending;
  return tab === 'faults' ? state.faults.length : 0;
}

function Count({ of }: { readonly of: number }) {
  return of === 0 ? null : <span class="count">{of}</span>;
}

function View({ tab, seen, act }: { readonly tab: Tab; readonly seen: Everything; readonly act: Act }) {
  const { state, notifications, settings, targets } = seen;
  switch (tab) {
    case 'orders':
      return <OrdersView state={state} act={act} />;
    case 'notifications':
      return <NotificationsView notifications={notifications} nowMs={state.clock.now_ms} act={act} />;
    case 'faults':
      return <FaultsView faults={state.faults} targets={targets} act={act} />;
    case 'settings':
      return <SettingsView state={state} settings={settings} act={act} />;
  }
}

const place = document.querySelector('#console');
if (place !== null) render(<Console />, place);
