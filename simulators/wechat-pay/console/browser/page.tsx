import { render } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ClockBar } from './clock-bar';
import { ask } from './control';
import { BillsView } from './bills-view';
import { CodesView } from './codes-view';
import { FaultsView } from './faults-view';
import { NotificationsView } from './notifications-view';
import { OrdersView } from './orders-view';
import type { Act } from './parts';
import { RefundsView } from './refunds-view';
import { SettingsView } from './settings-view';
import type { BillDayShown, NotificationShown, PaymentCodeShown, Settings, State } from './wire';

const LOOK_EVERY_MS = 1_500;
const SAY_FOR_MS = 6_000;

const TABS = [
  ['orders', '订单'],
  ['codes', '付款码'],
  ['refunds', '退款'],
  ['notifications', '通知'],
  ['bills', '账单'],
  ['faults', '故障'],
  ['settings', '设置'],
] as const;
type Tab = (typeof TABS)[number][0];

/** What a tab shows beside the state. */
type Page =
  | { readonly tab: 'orders' | 'refunds' }
  | { readonly tab: 'codes'; readonly codes: readonly PaymentCodeShown[] }
  | { readonly tab: 'notifications'; readonly notifications: readonly NotificationShown[] }
  | { readonly tab: 'bills'; readonly bills: readonly BillDayShown[] }
  | { readonly tab: 'faults'; readonly targets: readonly string[] }
  | { readonly tab: 'settings'; readonly settings: Settings };

interface Everything {
  readonly state: State;
  readonly page: Page;
}

async function look(tab: Tab): Promise<Everything> {
  const [state, page] = await Promise.all([ask<State>('state'), lookAt(tab)]);
  return { state, page };
}

async function lookAt(tab: Tab): Promise<Page> {
  switch (tab) {
    case 'orders':
    case 'refunds':
      return { tab };
    case 'codes': {
      const answer = await ask<{ readonly payment_codes: readonly PaymentCodeShown[] }>('payment-codes');
      return { tab, codes: answer.payment_codes };
    }
    case 'notifications':
      return {
        tab,
        ...(await ask<{ readonly notifications: readonly NotificationShown[] }>('notifications')),
      };
    case 'bills':
      return { tab, ...(await ask<{ readonly bills: readonly BillDayShown[] }>('bills')) };
    case 'faults':
      return { tab, ...(await ask<{ readonly targets: readonly string[] }>('faults')) };
    case 'settings':
      return { tab, settings: await ask<Settings>('settings') };
  }
}

function tabOf(hash: string): Tab {
  return TABS.find(([name]) => `#${name}` === hash)?.[0] ?? 'orders';
}

/** The simulator's state, looked at again and again while somebody is looking. */
function useEverything(tab: Tab) {
  const [seen, setSeen] = useState<Everything | null>(null);
  const [gone, setGone] = useState(false);
  const wanted = useRef(tab);
  wanted.current = tab;
  const refresh = useCallback(async () => {
    try {
      const found = await look(tab);
      // An answer for the tab that was left says nothing about this one.
      if (wanted.current === tab) setSeen(found);
      setGone(false);
    } catch {
      setGone(true);
    }
  }, [tab]);
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
  const [tab, setTab] = useState(tabOf(location.hash));
  const { seen, gone, refresh } = useEverything(tab);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const follow = () => setTab(tabOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    // On a narrow screen the tabs scroll sideways.
    document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
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
      <main>
        {seen === null || seen.page.tab !== tab ? (
          <p class="soft">正在读取…</p>
        ) : (
          <View seen={seen} act={act} />
        )}
      </main>
      {said !== '' && (
        <p class="toast" role="alert">
          {said}
        </p>
      )}
    </>
  );
}

function countOf(tab: Tab, { state }: Everything): number {
  switch (tab) {
    case 'orders':
      return state.order_count;
    case 'codes':
      return state.passwords_waiting;
    case 'refunds':
      return state.refund_count;
    case 'notifications':
      return state.notifications_pending;
    case 'faults':
      return state.faults.length;
    case 'bills':
    case 'settings':
      return 0;
  }
}

function Count({ of }: { readonly of: number }) {
  return of === 0 ? null : <span class="count">{of}</span>;
}

function View({ seen: { state, page }, act }: { readonly seen: Everything; readonly act: Act }) {
  const nowMs = state.clock.now_ms;
  switch (page.tab) {
    case 'orders':
      return <OrdersView state={state} act={act} />;
    case 'codes':
      return <CodesView codes={page.codes} nowMs={nowMs} act={act} />;
    case 'refunds':
      return <RefundsView state={state} act={act} />;
    case 'notifications':
      return <NotificationsView notifications={page.notifications} nowMs={nowMs} act={act} />;
    case 'bills': {
      const faults = state.faults.filter(({ endpoint }) => endpoint.startsWith('bills.'));
      return <BillsView bills={page.bills} faults={faults} nowMs={nowMs} act={act} />;
    }
    case 'faults':
      return <FaultsView faults={state.faults} targets={page.targets} act={act} />;
    case 'settings':
      return <SettingsView state={state} settings={page.settings} act={act} />;
  }
}

const place = document.querySelector('#console');
if (place !== null) render(<Console />, place);
