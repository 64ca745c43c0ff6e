import type { PictureView } from '../contract/picture';
import type { RefundRequestReason } from '../contract/refund';
import { newClientToken } from '../platform/token';
import type { Pieces } from './goods-back';
import { createStore } from './observable';

/** A photo of a request: on the phone, on its way, or stored. */
export interface DraftPhoto {
  /** Where it is on the phone; names it in the list. */
  readonly tempPath: string;
  readonly picture: PictureView;
  /** Empty until it is stored and the server took it. */
  readonly fileId: string;
  readonly percent: number;
  /** Why it is not stored; empty while it is on its way and after. */
  readonly problem: string;
}

/** A request for a refund as it is being written. */
export interface RefundDraft {
  readonly orderId: string;
  /** Names the request: sent twice it is one. */
  readonly clientToken: string;
  readonly mode: 'goods' | 'amount';
  /** Pieces of each SKU that are to go back. */
  readonly pieces: Pieces;
  readonly amountText: string;
  readonly reason: RefundRequestReason | '';
  readonly text: string;
  readonly photos: readonly DraftPhoto[];
}

export type RefundDraftEvent =
  | { readonly kind: 'opened'; readonly orderId: string; readonly pieces: RefundDraft['pieces'] }
  | {
      readonly kind: 'changed';
      readonly change: Partial<Omit<RefundDraft, 'orderId' | 'clientToken' | 'photos'>>;
    }
  | { readonly kind: 'photosChosen'; readonly tempPaths: readonly string[] }
  | { readonly kind: 'photoMoved'; readonly tempPath: string; readonly change: Partial<DraftPhoto> }
  | { readonly kind: 'photoRemoved'; readonly tempPath: string }
  /** The name belongs to what was sent before: the next one is another request. */
  | { readonly kind: 'renamed' }
  /** The server has it. */
  | { readonly kind: 'sent' };

export const NO_REFUND_DRAFT: RefundDraft = {
  orderId: '',
  clientToken: '',
  mode: 'goods',
  pieces: {},
  amountText: '',
  reason: '',
  text: '',
  photos: [],
};

function newPhoto(tempPath: string): DraftPhoto {
  const picture = { fileId: tempPath, width: 1, height: 1, alt: '' };
  return { tempPath, picture, fileId: '', percent: 0, problem: '' };
}

/** The draft after an event. A page that is opened for the same order again finds what was typed. */
export function reduceRefundDraft(draft: RefundDraft, event: RefundDraftEvent): RefundDraft {
  switch (event.kind) {
    case 'opened':
      if (event.orderId === draft.orderId) return draft;
      return {
        ...NO_REFUND_DRAFT,
        orderId: event.orderId,
        pieces: event.pieces,
        clientToken: newClientToken(),
      };
    case 'changed':
      return { ...draft, ...event.change };
    case 'photosChosen': {
      return { ...draft, photos: [...draft.photos, ...event.tempPaths.map(newPhoto)] };
    }
    case 'photoMoved':
      return {
        ...draft,
        photos: draft.photos.map((photo) =>
          photo.tempPath === event.tempPath ? { ...photo, ...event.change } : photo,
        ),
      };
    case 'photoRemoved':
      return { ...draft, photos: draft.photos.filter(({ tempPath }) => tempPath !== event.tempPath) };
    case 'renamed':
      return { ...draft, clientToken: newClientToken() };
    case 'sent':
      return NO_REFUND_DRAFT;
  }
}

/** The request that is being written. It lives as long as the visit and is not written to the phone. */
export const refundDraft = createStore<RefundDraft, RefundDraftEvent>(NO_REFUND_DRAFT, reduceRefundDraft);
