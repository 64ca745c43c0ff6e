import { createDrafts } from '../../../stores/drafts';

/** A collection as it is being entered. */
export interface CollectForm {
  readonly amountText: string;
  readonly remark: string;
  /** How it was sent: the payer's code, or empty for a code the payer scans. */
  readonly authCode: string;
}

export const NEW_COLLECTION: CollectForm = { amountText: '', remark: '', authCode: '' };

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The one subject: a counter collects one sum at a time. */
export const COUNTER = 'counter';

/** The collection that is being entered, or was sent and not answered. */
export const collectDrafts = createDrafts<CollectForm>('desk-collect/1', (stored) => ({
  amountText: textIn(stored['amountText']),
  remark: textIn(stored['remark']),
  authCode: textIn(stored['authCode']),
}));
