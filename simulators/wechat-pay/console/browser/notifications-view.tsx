import { post } from './control';
import { Action, Chip, Code, Empty } from './parts';
import type { Act } from './parts';
import type { NotificationShown, SendShown } from './wire';
import { EVENTS, failureWord, shortTime, until } from './words';

interface NotificationsProps {
  readonly notifications: readonly NotificationShown[];
  readonly nowMs: number;
  readonly act: Act;
}

/** Every notification with every send and its next try. */
export function NotificationsView({ notifications, nowMs, act }: NotificationsProps) {
  if (notifications.length === 0) return <Empty title="还没有通知。支付或退款之后，这里显示每一次投递。" />;
  const pending = notifications.some(({ state }) => state === 'pending');
  return (
    <>
      {pending && (
        <div class="row end">
          <Action act={act} work={() => post('notifications/deliver', { all: true })}>
            立即投递全部待投递
          </Action>
        </div>
      )}
      <table>
        <thead>
          <tr>
            <th>通知</th>
            <th>状态</th>
            <th>投递记录</th>
            <th>下次重试</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {notifications.toReversed().map((notification) => (
            <tr key={notification.id}>
              <td>
                <p title={notification.event_type}>
                  {EVENTS[notification.event_type] ?? notification.event_type}
                </p>
                {notification.out_trade_no !== null && <Code text={notification.out_trade_no} />}
                {notification.out_refund_no !== null && <Code text={notification.out_refund_no} />}
                <p class="soft clip" title={notification.url}>
                  {notification.url}
                </p>
              </td>
              <td>
                <Chip state={notification.state} />
              </td>
              <td>
                <Sends sends={notification.sends} />
              </td>
              <td class="soft">
                {notification.next_try === null
                  ? '—'
                  : `${until(notification.next_try, nowMs)}，剩 ${notification.tries_left} 次`}
              </td>
              <td>
                <Action act={act} work={() => post('notifications/deliver', { id: notification.id })}>
                  立即投递
                </Action>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Sends({ sends }: { readonly sends: readonly SendShown[] }) {
  if (sends.length === 0) return <span class="soft">尚未投递</span>;
  return (
    <ol class="sends">
      {sends.map(({ at, status, failure, faults }, index) => (
        <li key={index} class={status !== null && status < 300 ? 'good' : 'bad'} title={failure ?? ''}>
          {shortTime(at)} {status ?? failureWord(failure ?? '')}
          {faults.length > 0 && `（${faults.join('、')}）`}
        </li>
      ))}
    </ol>
  );
}
