import { shippedMessage } from '../core/message/news';
import { countingAttempt } from '../core/refund/refund-request';
import { afterAsking, afterUpload } from '../core/shipment/upload-answers';
import type { AskEnd } from '../core/shipment/upload-answers';
import { decideShippingStep } from '../core/shipment/upload-steps';
import type { ShippingStep } from '../core/shipment/upload-steps';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Log } from '../ports/log';
import type { Change, OrderFile, Store } from '../ports/store';
import type { Wechat, WechatOutcome } from '../ports/wechat';
import { keepWechatEvidence } from './evidence';
import { settingsOf } from './shop-settings';
import { someAtOnce } from './some-at-once';

/** What carrying shipments needs. */
export interface CarryDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly wechat: Wechat;
}

/** The end of one step: what it was, and where the upload stands. */
export type ShipmentStep = 'idle' | 'uploaded' | 'asked' | 'reminded' | 'noted';

const PAGE = 50;
/** Shipments carried side by side: each is a dozen requests, one after the other. */
const AT_ONCE = 4;

/** Which messages the shop's templates can be filled for. */
type Forms = Parameters<typeof shippedMessage>[0];

/** Completing the rest by refunds sends goods out of the books: the shopper is told as by any shipping. */
function noting(
  file: OrderFile,
  step: Extract<ShippingStep, { kind: 'note' }>,
  forms: Forms,
  nowMs: number,
): Change<ShippingStep> {
  const { order, shipment } = step;
  const openid = countingAttempt(file)?.openid ?? null;
  const done = file.order.state !== 'shipped' && order.state === 'shipped';
  const message = done && openid !== null ? shippedMessage(forms, { order, openid, nowMs }) : null;
  return { result: step, write: { order, shipment, messages: message === null ? [] : [message] } };
}

async function formsOf({ store }: CarryDeps): Promise<Forms> {
  const { messageForms = [] } = await settingsOf(store);
  return messageForms;
}

/** Takes the step that is due, written down before anything goes out. */
async function takeStep({ store, clock }: CarryDeps, orderId: string, forms: Forms): Promise<ShippingStep> {
  const nowMs = clock.nowMs();
  return store.changeOrder<ShippingStep>(orderId, (file) => {
    const step: ShippingStep = file === null ? { kind: 'none' } : decideShippingStep(file, nowMs);
    if (file === null || step.kind === 'none') return { result: step };
    if (step.kind === 'note') return noting(file, step, forms, nowMs);
    return { result: step, write: { order: file.order, shipment: step.shipment } };
  });
}

function askEnd(answer: WechatOutcome<Extract<AskEnd, { kind: 'known' }>['known']>): AskEnd {
  switch (answer.kind) {
    case 'accepted':
      return { kind: 'known', known: answer.value };
    case 'refused':
      return { kind: 'refused', code: answer.code };
    case 'unknown':
      return { kind: 'unknown' };
  }
}

/** Asks WeChat what it has of an order and enters the answer. Safe to repeat. */
async function askAboutShipment(deps: CarryDeps, orderId: string, transactionId: string): Promise<void> {
  const answer = await deps.wechat.getOrder(transactionId);
  await keepWechatEvidence(deps, { kind: 'shipping', what: 'getOrder', orderId }, answer);
  await deps.store.changeOrder<null>(orderId, (file) => {
    const known = file?.shipment ?? null;
    if (file === null || known === null) return { result: null };
    const { order, shipment } = afterAsking(
      { order: file.order, shipment: known },
      askEnd(answer),
      deps.clock.nowMs(),
    );
    const same = order === file.order && shipment === known;
    return same ? { result: null } : { result: null, write: { order, shipment } };
  });
}

async function upload(
  deps: CarryDeps,
  orderId: string,
  { request }: Extract<ShippingStep, { kind: 'upload' }>,
): Promise<void> {
  const answer = await deps.wechat.uploadShipping(request);
  await keepWechatEvidence(deps, { kind: 'shipping', what: 'upload', orderId }, answer);
  if (answer.kind !== 'accepted') {
    const code = answer.kind === 'refused' ? answer.code : undefined;
    deps.log.warn('shipping.upload', { orderId, end: answer.kind, code });
  }
  const ask = await deps.store.changeOrder<boolean>(orderId, (file) => {
    const known = file?.shipment ?? null;
    if (file === null || known === null) return { result: false };
    const after = afterUpload(known, answer, deps.clock.nowMs());
    if (after.shipment === known) return { result: false };
    return { result: after.ask, write: { order: file.order, shipment: after.shipment } };
  });
  if (ask) await askAboutShipment(deps, orderId, request.transactionId);
}

/** Has the shopper reminded. That it is asked for is written down already: a lost answer is not asked for again. */
async function remind(
  deps: CarryDeps,
  orderId: string,
  { transactionId, atMs }: Extract<ShippingStep, { kind: 'remind' }>,
): Promise<void> {
  const answer = await deps.wechat.remindReceipt({ transactionId, receivedAtMs: atMs });
  await keepWechatEvidence(deps, { kind: 'shipping', what: 'remind', orderId }, answer);
}

/**
 * Carries one shipment one step: tells WeChat what it does not know, or asks what it has. A reply that was lost is
 * followed by a question and never by a second telling, which would cost the one correction.
 */
export async function carryShipment(deps: CarryDeps, orderId: string, forms?: Forms): Promise<ShipmentStep> {
  const step = await takeStep(deps, orderId, forms ?? (await formsOf(deps)));
  switch (step.kind) {
    case 'none':
      return 'idle';
    case 'note':
      return 'noted';
    case 'upload':
      await upload(deps, orderId, step);
      return 'uploaded';
    case 'remind':
      await remind(deps, orderId, step);
      return 'reminded';
    case 'ask':
      await askAboutShipment(deps, orderId, step.transactionId);
      return 'asked';
  }
}

/** Takes the step that is due of every shipment, the longest waiting first, while there is time. */
export async function carryShipments(
  deps: CarryDeps,
  inBudget: () => boolean,
): Promise<{ readonly shippingSteps: number; readonly failed: number }> {
  const tried = new Set<string>();
  let failed = 0;
  let forms: Forms | undefined;
  while (inBudget()) {
    const page = await deps.store.listShipmentsToDo({ nowMs: deps.clock.nowMs(), limit: PAGE });
    const fresh = page.filter(({ orderId }) => !tried.has(orderId));
    if (fresh.length > 0) forms ??= await formsOf(deps);
    await someAtOnce(fresh, AT_ONCE, async ({ orderId }) => {
      if (!inBudget()) return;
      tried.add(orderId);
      try {
        await carryShipment(deps, orderId, forms);
      } catch (error) {
        failed++;
        deps.log.error('jobs.item', error, { what: `shipment ${orderId}` });
      }
    });
    // What could not be written down stays at the front of the list; a page of nothing but that ends the tick.
    if (fresh.length === 0) break;
  }
  return { shippingSteps: tried.size, failed };
}
