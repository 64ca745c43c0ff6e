import { defineMachine } from '../machine';

/** What a subscribe message tells. */
export const MESSAGE_KINDS = ['shipped', 'refunded'] as const;
/** One of {@link MESSAGE_KINDS}. */
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** What can stand in a field of a template. */
export const MESSAGE_FACTS = ['orderId', 'goods', 'courier', 'trackingNo', 'amount', 'time', 'note'] as const;
/** One of {@link MESSAGE_FACTS}. */
export type MessageFact = (typeof MESSAGE_FACTS)[number];

/** How one kind of message is made: the template, the page a tap opens, and which fact stands in which field. */
export interface MessageForm {
  readonly kind: MessageKind;
  readonly templateId: string;
  /** With `{orderId}` where the number goes. */
  readonly page: string;
  /** E.g. `{ key: 'thing1', fact: 'goods' }`; keys are those of the template. */
  readonly fields: readonly { readonly key: string; readonly fact: MessageFact }[];
}

/** The life of a message. `sending` is written down before the call; after a lost reply nobody sends it again. */
export const MESSAGE_STATES = ['due', 'sending', 'sent', 'refused', 'unsure', 'notAllowed'] as const;
/** One of {@link MESSAGE_STATES}. */
export type MessageState = (typeof MESSAGE_STATES)[number];
/** What can happen to a message. */
export type MessageCommand = 'begin' | 'skip' | 'accept' | 'refuse' | 'postpone' | 'lose';

/** A message is sent at most once: what may have been sent is never sent again. */
export const messageMachine = defineMachine<MessageState, MessageCommand>({
  name: 'message',
  initial: 'due',
  states: MESSAGE_STATES,
  transitions: {
    due: { begin: 'sending', skip: 'notAllowed' },
    sending: { accept: 'sent', refuse: 'refused', postpone: 'due', lose: 'unsure' },
    sent: {},
    refused: {},
    unsure: {},
    notAllowed: {},
  },
});

/** One subscribe message to one shopper. Times are milliseconds since 1970. */
export interface Message {
  /** Of what it tells: the same news is the same message. */
  readonly messageId: string;
  readonly orderId: string;
  readonly openid: string;
  readonly kind: MessageKind;
  readonly templateId: string;
  readonly page: string;
  readonly data: readonly { readonly key: string; readonly value: string }[];
  readonly state: MessageState;
  /** WeChat's error code; null where it said none. */
  readonly code: number | null;
  readonly createdAtMs: number;
  readonly tries: number;
  /** From when on something is to be done; null once it is over. */
  readonly nextStepAtMs: number | null;
}

/** Longest value by the kind of field its key names (page of subscribeMessage.send). */
const LONGEST: Readonly<Record<string, number>> = {
  thing: 20,
  character_string: 32,
  phrase: 5,
  name: 10,
  letter: 32,
  number: 32,
  symbol: 5,
};

function fitted(key: string, value: string): string {
  const longest = LONGEST[key.replace(/\d+$/, '')];
  const letters = Array.from(value);
  if (longest === undefined || letters.length <= longest) return value;
  return `${letters.slice(0, longest - 1).join('')}…`;
}

/** A message that is due, or null where the shop sends none of the kind or lacks a fact of it. */
export function newMessage(
  forms: readonly MessageForm[],
  about: {
    readonly kind: MessageKind;
    readonly messageId: string;
    readonly orderId: string;
    readonly openid: string;
    readonly facts: Readonly<Partial<Record<MessageFact, string>>>;
    readonly nowMs: number;
  },
): Message | null {
  const { facts, nowMs, ...rest } = about;
  const form = forms.find(({ kind }) => kind === about.kind);
  if (form === undefined) return null;
  const data = form.fields.map(({ key, fact }) => ({ key, value: fitted(key, facts[fact] ?? '') }));
  if (data.some(({ value }) => value === '')) return null;
  return {
    ...rest,
    templateId: form.templateId,
    page: form.page.replace('{orderId}', about.orderId),
    data,
    state: messageMachine.initial,
    code: null,
    createdAtMs: nowMs,
    tries: 0,
    nextStepAtMs: nowMs,
  };
}
