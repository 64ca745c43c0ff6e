import { advance } from '../machine';
import type { Order } from '../order/order';
import { countingAttempt } from '../refund/refund-request';
import { uploadMachine } from './shipment';
import type { Shipment, Upload } from './shipment';
import { decideCompleting } from './shipping';
import type { ShippingBooks } from './shipping';
import { modeOf, uploadRequest } from './upload-request';
import type { ShippingUpload } from './upload-request';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A payment is known to WeChat's shipping within a minute or so; then less and less often. */
const PAUSES_MS = [1, 1, 2, 5, 10, 30].map((minutes) => minutes * MINUTE_MS);
/** Once the pauses are used up. */
const LONG_PAUSE_MS = HOUR_MS;
/** A lost reply is asked about when the call must be over on their side too. */
const UNSURE_PAUSE_MS = MINUTE_MS;
/** A payment that is unknown for so long never appears: of a foreign wallet, or from before the authorisation. */
const GIVE_UP_AFTER_MS = 3 * DAY_MS;
/** While money is held: events tell at once, this finds out where one was lost. */
const LOOK_EVERY_MS = DAY_MS;
/** Nobody has the goods sooner. */
const FIRST_LOOK_AFTER_MS = 2 * DAY_MS;
/** Parts that wait may be refunded meanwhile; that is seen in our own books. */
const LOOK_AT_PARTS_EVERY_MS = 10 * MINUTE_MS;

/** The pause after the `tries`th call. */
export function uploadPause(tries: number): number {
  return PAUSES_MS[tries - 1] ?? LONG_PAUSE_MS;
}

/** What a look at a shipment leads to. What is to be written comes along, and is written before anything goes out. */
export type ShippingStep =
  /** Tell WeChat. */
  | { readonly kind: 'upload'; readonly shipment: Shipment; readonly request: ShippingUpload }
  /** Ask WeChat what it has. */
  | { readonly kind: 'ask'; readonly shipment: Shipment; readonly transactionId: string }
  /** Have the shopper reminded; it is not asked for twice. */
  | {
      readonly kind: 'remind';
      readonly shipment: Shipment;
      readonly transactionId: string;
      readonly atMs: number;
    }
  /** Nothing goes out. */
  | { readonly kind: 'note'; readonly order: Order; readonly shipment: Shipment }
  | { readonly kind: 'none' };

function begun(shipment: Shipment, order: Order, nowMs: number): Shipment {
  const { upload } = shipment;
  const sent = { version: upload.version, mode: modeOf({ order, shipment }), finished: shipment.complete };
  return {
    ...shipment,
    upload: {
      ...upload,
      state: advance(uploadMachine, upload.state, 'begin'),
      sent,
      tries: upload.tries + 1,
      firstTryAtMs: upload.firstTryAtMs ?? nowMs,
      code: null,
    },
    nextStepAtMs: nowMs + UNSURE_PAUSE_MS,
  };
}

/** When the next look at a shipment is due that waits for nobody. */
function nextLook({ complete }: Shipment, nowMs: number): number {
  return nowMs + (complete ? LOOK_EVERY_MS : LOOK_AT_PARTS_EVERY_MS);
}

/** Whether a look in our own books is enough: WeChat was asked not long ago. */
function sawLately({ seen }: Shipment, nowMs: number): boolean {
  return seen !== null && nowMs < seen.atMs + LOOK_EVERY_MS;
}

/** Decides on the next step of a shipment. To be asked in the same write that records that it begins. */
export function decideShippingStep(books: ShippingBooks, nowMs: number): ShippingStep {
  const { order, shipment } = books;
  if (shipment === null || shipment.nextStepAtMs === null || shipment.nextStepAtMs > nowMs)
    return { kind: 'none' };
  const completed = decideCompleting({ ...books, shipment }, nowMs);
  if (completed !== null) return { kind: 'note', ...completed };
  const attempt = countingAttempt(books);
  if (attempt === null || attempt.transactionId === null || attempt.openid === null)
    return { kind: 'note', order, shipment: { ...shipment, nextStepAtMs: null } };
  const { transactionId, openid } = attempt;
  if (shipment.reminderDue) {
    const reminded = { ...shipment, reminderDue: false, nextStepAtMs: nextLook(shipment, nowMs) };
    return { kind: 'remind', shipment: reminded, transactionId, atMs: shipment.remindedAtMs ?? nowMs };
  }
  switch (shipment.upload.state) {
    case 'due':
    case 'waiting': {
      const request = uploadRequest({ order, shipment }, { transactionId, openid }, nowMs);
      return { kind: 'upload', shipment: begun(shipment, order, nowMs), request };
    }
    case 'unsure': {
      const { upload } = shipment;
      const asked = { ...upload, tries: upload.tries + 1 };
      const pauseMs = uploadPause(asked.tries);
      return {
        kind: 'ask',
        transactionId,
        shipment: { ...shipment, upload: asked, nextStepAtMs: nowMs + pauseMs },
      };
    }
    case 'sent':
    case 'refused':
    case 'givenUp':
    case 'received': {
      const looked = { ...shipment, nextStepAtMs: nextLook(shipment, nowMs) };
      const local = !shipment.complete && sawLately(shipment, nowMs);
      return local
        ? { kind: 'note', order, shipment: looked }
        : { kind: 'ask', transactionId, shipment: looked };
    }
  }
}

/** The shipment once WeChat has what was sent; where there is more to tell meanwhile, it is due again. */
export function uploadTaken(shipment: Shipment, nowMs: number): Shipment {
  const { upload } = shipment;
  const sent = upload.sent ?? { version: upload.version, mode: 'unified', finished: shipment.complete };
  const accepted: Upload = {
    ...upload,
    state: advance(uploadMachine, upload.state, 'accept'),
    taken: { ...sent, atMs: nowMs },
    tries: 0,
    firstTryAtMs: null,
    code: null,
  };
  if (sent.version !== upload.version) {
    const state = advance(uploadMachine, accepted.state, 'renew');
    return { ...shipment, upload: { ...accepted, state }, nextStepAtMs: nowMs };
  }
  const nextStepAtMs = shipment.complete ? nowMs + FIRST_LOOK_AFTER_MS : nextLook(shipment, nowMs);
  return { ...shipment, upload: accepted, nextStepAtMs };
}

/** The shipment while WeChat does not know the payment, or has trouble of its own; given up after three days of the former. */
export function uploadPostponed(shipment: Shipment, code: number, nowMs: number): Shipment {
  const { upload } = shipment;
  const since = upload.firstTryAtMs ?? nowMs;
  if (code === 10060001 && nowMs - since >= GIVE_UP_AFTER_MS) return uploadGivenUp(shipment, code);
  const state = advance(uploadMachine, upload.state, 'postpone');
  // A daily quota is not helped by trying every minute.
  const pauseMs = code === 45009 ? LONG_PAUSE_MS : uploadPause(upload.tries);
  return { ...shipment, upload: { ...upload, state, code }, nextStepAtMs: nowMs + pauseMs };
}

/** The shipment once WeChat said no to it. It is looked at from time to time: the merchant may use WeChat's own pages. */
export function uploadRefused(shipment: Shipment, code: number, nowMs: number): Shipment {
  const { upload } = shipment;
  const state = advance(uploadMachine, upload.state, 'refuse');
  return { ...shipment, upload: { ...upload, state, code }, nextStepAtMs: nowMs + LOOK_EVERY_MS };
}

/** The shipment once there is no use in telling any more. */
export function uploadGivenUp(shipment: Shipment, code: number | null): Shipment {
  const { upload } = shipment;
  const state = advance(uploadMachine, upload.state, 'giveUp');
  return { ...shipment, upload: { ...upload, state, code }, nextStepAtMs: null };
}

/** The shipment whose goods WeChat takes for received: it takes nothing more about it, and nothing more is needed. */
export function uploadOvertaken(shipment: Shipment): Shipment {
  const { upload } = shipment;
  return {
    ...shipment,
    upload: { ...upload, state: advance(uploadMachine, upload.state, 'receive'), code: null },
  };
}

/** The shipment that is to be told again: WeChat has been asked, and has it not. */
export function uploadMissing(shipment: Shipment, nowMs: number): Shipment {
  const { upload } = shipment;
  const state = advance(uploadMachine, upload.state, 'missing');
  return { ...shipment, upload: { ...upload, state }, nextStepAtMs: nowMs + uploadPause(upload.tries) };
}

/** The shipment whose refused upload a person has tried again; null where nothing was refused. */
export function uploadRetried(shipment: Shipment, nowMs: number): Shipment | null {
  const { upload } = shipment;
  const state = uploadMachine.next(upload.state, 'retry');
  if (state === null) return null;
  return { ...shipment, upload: { ...upload, state, tries: 0, firstTryAtMs: null }, nextStepAtMs: nowMs };
}
