import { readStored, store as keep } from '../platform/storage';
import { newClientToken } from '../platform/token';
import { createStore } from './observable';

/**
 * What somebody is writing about one subject (an order, a product), also when WeChat ends the mini program.
 * `sent`: it is on its way or its answer got lost. It is then sent again as it was, under the same `clientToken`, and
 * cannot be changed: other words under another token could be a second refund.
 */
export interface Draft<Form> {
  readonly form: Form;
  readonly clientToken: string;
  readonly sent: boolean;
  readonly touchedAtMs: number;
}

export type DraftEvent<Form> =
  /** A subject that was opened before keeps what was typed. */
  | { readonly kind: 'opened'; readonly form: Form }
  | { readonly kind: 'changed'; readonly change: Partial<Form> }
  | { readonly kind: 'sent' }
  /** The server said no: nothing happened, and the next try is another intention. */
  | { readonly kind: 'refused' }
  /** The server said yes, or the person threw it away. */
  | { readonly kind: 'done' };

/** Drafts by their subject. */
export type DraftMap<Form> = Readonly<Record<string, Draft<Form>>>;

interface DraftTold<Form> {
  readonly subject: string;
  readonly event: DraftEvent<Form>;
  readonly nowMs: number;
}

/** As many as one person has begun in a morning; the oldest whose end is known goes first. */
export const MOST_DRAFTS = 12;

function without<Form>(drafts: DraftMap<Form>, subject: string): DraftMap<Form> {
  return Object.fromEntries(Object.entries(drafts).filter(([name]) => name !== subject));
}

function withRoom<Form>(drafts: DraftMap<Form>): DraftMap<Form> {
  if (Object.keys(drafts).length < MOST_DRAFTS) return drafts;
  const oldest = Object.entries(drafts)
    .filter(([, { sent }]) => !sent)
    .sort(([, one], [, other]) => one.touchedAtMs - other.touchedAtMs)[0];
  return oldest === undefined ? drafts : without(drafts, oldest[0]);
}

/** The drafts after an event. A change of what was sent is ignored until its end is known. */
export function reduceDrafts<Form>(
  drafts: DraftMap<Form>,
  { subject, event, nowMs }: DraftTold<Form>,
): DraftMap<Form> {
  const draft = drafts[subject];
  if (event.kind === 'opened')
    return draft === undefined
      ? {
          ...withRoom(drafts),
          [subject]: {
            form: event.form,
            clientToken: newClientToken(),
            sent: false,
            touchedAtMs: nowMs,
          },
        }
      : drafts;
  if (draft === undefined) return drafts;
  const next = (change: Partial<Draft<Form>>): DraftMap<Form> => ({
    ...drafts,
    [subject]: { ...draft, ...change, touchedAtMs: nowMs },
  });
  switch (event.kind) {
    case 'changed':
      return draft.sent ? drafts : next({ form: { ...draft.form, ...event.change } });
    case 'sent':
      return next({ sent: true });
    case 'refused':
      return next({ sent: false, clientToken: newClientToken() });
    case 'done':
      return without(drafts, subject);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function parseDraft<Form>(stored: unknown, parseForm: (stored: Fields) => Form | null): Draft<Form> | null {
  const { form, clientToken, sent, touchedAtMs } = fieldsOf(stored);
  const parsed = parseForm(fieldsOf(form));
  if (parsed === null || typeof clientToken !== 'string' || typeof touchedAtMs !== 'number') return null;
  return { form: parsed, clientToken, sent: sent === true, touchedAtMs };
}

/** Drafts of one kind on this phone. */
export interface Drafts<Form> {
  read(subject: string): Draft<Form> | undefined;
  tell(subject: string, event: DraftEvent<Form>): void;
  /** Calls `listen` now and after every change of this subject. Answers how to stop. */
  subscribe(subject: string, listen: (draft: Draft<Form>) => void): () => void;
}

/**
 * Keeps drafts under a key of the phone's storage. `parseForm` judges what an earlier visit stored: null for what this
 * version does not know.
 */
export function createDrafts<Form>(key: string, parseForm: (stored: Fields) => Form | null): Drafts<Form> {
  const parse = (stored: unknown): DraftMap<Form> =>
    Object.fromEntries(
      Object.entries(fieldsOf(stored)).flatMap(([subject, draft]) => {
        const parsed = parseDraft(draft, parseForm);
        return parsed === null ? [] : [[subject, parsed] as const];
      }),
    );
  const store = createStore<DraftMap<Form>, DraftTold<Form>>(readStored(key, parse) ?? {}, reduceDrafts);
  store.subscribe((drafts) => keep(key, drafts));
  return {
    read: (subject) => store.read()[subject],
    tell: (subject, event) => store.tell({ subject, event, nowMs: Date.now() }),
    subscribe: (subject, listen) => {
      let seen: Draft<Form> | undefined;
      return store.subscribe((drafts) => {
        const draft = drafts[subject];
        if (draft === undefined || draft === seen) return;
        seen = draft;
        listen(draft);
      });
    },
  };
}
