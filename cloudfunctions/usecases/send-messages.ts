import { afterSending, decideSending } from '../core/message/sending';
import type { SendingChange } from '../core/message/sending';
import type { CarryDeps } from './carry-shipments';
import { keepWechatEvidence } from './evidence';
import { someAtOnce } from './some-at-once';

const PAGE = 50;
/** Messages sent side by side. */
const AT_ONCE = 4;

/** Marks a message as being sent and pays for it, or ends it; null where nothing goes out. */
function begin({ store, clock }: CarryDeps, messageId: string): Promise<SendingChange | null> {
  return store.changeMessage<SendingChange | null>(messageId, (found) => {
    if (found === null) return { result: null };
    const step = decideSending(found.message, found.ledger, clock.nowMs());
    if (step.kind === 'none') return { result: null };
    return { result: step.kind === 'send' ? step.change : null, write: step.change };
  });
}

/**
 * Sends one message, at most once in its life: that it goes out is written down first, and one whose answer was lost is
 * never sent again. Answers whether it went out now.
 */
export async function sendMessage(deps: CarryDeps, messageId: string): Promise<boolean> {
  const begun = await begin(deps, messageId);
  if (begun === null) return false;
  const { message } = begun;
  const answer = await deps.wechat.sendMessage(message);
  await keepWechatEvidence(deps, { kind: 'message', what: message.kind, orderId: message.orderId }, answer);
  await deps.store.changeMessage<null>(messageId, (found) => {
    const write = found && afterSending(found, answer, deps.clock.nowMs());
    return write === null ? { result: null } : { result: null, write };
  });
  return true;
}

/** Sends every message that is due, while there is time. */
export async function sendMessages(
  deps: CarryDeps,
  inBudget: () => boolean,
): Promise<{ readonly messages: number; readonly failed: number }> {
  const tried = new Set<string>();
  let [messages, failed] = [0, 0];
  while (inBudget()) {
    const page = await deps.store.listMessagesToDo({ nowMs: deps.clock.nowMs(), limit: PAGE });
    const fresh = page.filter(({ messageId }) => !tried.has(messageId));
    await someAtOnce(fresh, AT_ONCE, async ({ messageId }) => {
      if (!inBudget()) return;
      tried.add(messageId);
      try {
        if (await sendMessage(deps, messageId)) messages++;
      } catch (error) {
        failed++;
        deps.log.error('jobs.item', error, { what: `message ${messageId}` });
      }
    });
    if (fresh.length === 0) break;
  }
  return { messages, failed };
}
