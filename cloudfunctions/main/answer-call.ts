import * as v from 'valibot';
import type { Reply } from '../../miniprogram/contract/call';
import { SUPPORT_CODE } from '../../miniprogram/contract/call';
import { FilesUnavailable } from '../ports/files';
import { StoreUnavailable } from '../ports/store';
import { keepFailedCall } from '../usecases/keep-failed-call';
import type { SettleDeps } from '../usecases/settle-payment';
import { id } from './call-shapes';
import { callerOf } from './caller';

/** What every function that people call may refuse. */
type CommonRefusal = 'IDENTITY_REQUIRED' | 'UNKNOWN_METHOD' | 'INVALID_PARAMS' | 'BUSY' | 'INTERNAL_ERROR';

/**
 * A method's value, or the code of its refusal with what goes along. `message` takes the place of the code's own words
 * where only the method knows what to name.
 */
export type MethodAnswer<Refusal> =
  | { readonly value: unknown }
  | {
      readonly refusal: Refusal;
      /** In place of the refusal's own words, where a sum or a name belongs into the sentence. */
      readonly message?: string;
      readonly detail?: unknown;
    };

/** What is known of a call besides who makes it. */
export interface CallFacts {
  /** What the phone shows when something fails; where it sent none, one of this very invocation. */
  readonly supportCode: string;
  /** The platform's number of the invocation. */
  readonly requestId: string;
  /** Of the phone; absent where the platform does not tell. */
  readonly clientIp?: string;
}

/** What tells one function that people call from another. `Who` is whoever calls, as its methods know them. */
export interface Counter<Refusal extends string, Who> {
  readonly name: string;
  /** Where a call that failed is logged and kept. */
  readonly deps: SettleDeps;
  /** The sentence of every refusal. */
  readonly words: Readonly<Record<Refusal | CommonRefusal, string>>;
  /** The shape of every method's parameters: a name that is not among them is no method. */
  readonly params: Readonly<Record<string, v.GenericSchema>>;
  /** Who calls, or why this method is not for them. Asked before the parameters are looked at. */
  admit(openid: string, method: string): Promise<{ readonly who: Who } | { readonly refusal: Refusal }>;
  /** Carries out a method with parameters that its schema has parsed. */
  run(who: Who, method: string, params: unknown, call: CallFacts): Promise<MethodAnswer<Refusal>>;
}

/** The event of `wx.cloud.callFunction`; the platform adds `userInfo`, which is not believed. */
const CALL = v.strictObject({
  method: v.string(),
  params: v.optional(v.unknown(), {}),
  /** Found by staff only, so a wrong one helps nobody; of another form it is as good as none. */
  supportCode: v.optional(v.fallback(v.optional(v.pipe(v.string(), v.regex(SUPPORT_CODE))), undefined)),
  userInfo: v.optional(v.unknown()),
});
type Call = v.InferOutput<typeof CALL>;

const INVOCATION = v.object({ request_id: v.pipe(v.string(), v.regex(/^[0-9A-Za-z-]{8,64}$/)) });

const CODE_LENGTH = 8;

/** Letters of an id that are told apart when read aloud. */
function codeFrom(derived: string): string {
  return derived.replaceAll(/[01]/g, '').slice(0, CODE_LENGTH).toUpperCase();
}

function factsOf({ ids }: SettleDeps, context: unknown, given: Pick<Call, 'supportCode'>) {
  const told = v.safeParse(INVOCATION, context);
  const requestId = told.success ? told.output.request_id : ids.unique();
  return { requestId, supportCode: given.supportCode ?? codeFrom(ids.derived('support', requestId)) };
}

function isBusy(error: unknown): boolean {
  return error instanceof StoreUnavailable || error instanceof FilesUnavailable;
}

async function answer<Refusal extends string, Who>(
  counter: Counter<Refusal, Who>,
  openid: string,
  { method, params, facts }: Pick<Call, 'method' | 'params'> & { readonly facts: CallFacts },
): Promise<MethodAnswer<Refusal | CommonRefusal>> {
  const schema = Object.hasOwn(counter.params, method) ? counter.params[method] : undefined;
  if (schema === undefined) return { refusal: 'UNKNOWN_METHOD' };
  const admitted = await counter.admit(openid, method);
  if ('refusal' in admitted) return admitted;
  const parsed = v.safeParse(schema, params);
  if (!parsed.success) return { refusal: 'INVALID_PARAMS' };
  return counter.run(admitted.who, method, parsed.output, facts);
}

/** The order a call was about; only a number of our own form is kept. */
const ABOUT = v.object({
  orderId: v.optional(v.fallback(v.nullable(id), null), null),
  outRefundNo: v.optional(v.fallback(v.nullable(id), null), null),
});

/** A busy database is given this long to keep the proof; the log line has the code in any case. */
const KEEP_WITHIN_MS = 1_500;

async function keep(
  { deps, name }: Pick<Counter<never, never>, 'deps' | 'name'>,
  call: Call,
  code: string,
  facts: CallFacts,
): Promise<void> {
  const about = v.safeParse(ABOUT, call.params);
  const { orderId, outRefundNo } = about.success ? about.output : { orderId: null, outRefundNo: null };
  const kept = keepFailedCall(deps, { ...facts, what: `${name} ${call.method}`, code, orderId, outRefundNo });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, KEEP_WITHIN_MS);
  });
  try {
    await Promise.race([kept, limit]);
  } catch (error) {
    deps.log.error(`${name}.unkept`, error, { supportCode: facts.supportCode });
  } finally {
    clearTimeout(timer);
  }
}

type Refused<Code> = Extract<MethodAnswer<Code>, { readonly refusal: Code }> & {
  readonly supportCode?: string;
};

async function failed<Refusal extends string, Who>(
  counter: Counter<Refusal, Who>,
  call: Call,
  facts: CallFacts,
  error: unknown,
): Promise<Refused<CommonRefusal>> {
  const refusal = isBusy(error) ? 'BUSY' : 'INTERNAL_ERROR';
  const { supportCode, requestId } = facts;
  const { log } = counter.deps;
  log.error(`${counter.name}.failed`, error, { method: call.method, code: refusal, supportCode, requestId });
  await keep(counter, call, refusal, facts);
  return { refusal, supportCode };
}

async function safely<Refusal extends string, Who>(
  counter: Counter<Refusal, Who>,
  event: unknown,
  context: unknown,
): Promise<{ readonly value: unknown } | Refused<Refusal | CommonRefusal>> {
  const caller = callerOf(context);
  if (caller.kind !== 'shopper') return { refusal: 'IDENTITY_REQUIRED' };
  const call = v.safeParse(CALL, event);
  if (!call.success) return { refusal: 'INVALID_PARAMS' };
  const { ip } = caller;
  const facts = { ...factsOf(counter.deps, context, call.output), ...(ip !== undefined && { clientIp: ip }) };
  try {
    return await answer(counter, caller.openid, { ...call.output, facts });
  } catch (error) {
    return failed(counter, call.output, facts, error);
  }
}

/** Answers a call of the phone: parse, authorise, use case, reply. Whatever fails, the person gets a sentence and a code. */
export async function answerCall<Refusal extends string, Who>(
  counter: Counter<Refusal, Who>,
  event: unknown,
  context: unknown,
): Promise<Reply<unknown, Refusal | CommonRefusal, unknown>> {
  const end = await safely(counter, event, context);
  if (!('refusal' in end)) return { ok: true, value: end.value };
  const { refusal: code, message = counter.words[code], detail, supportCode } = end;
  return {
    ok: false,
    refusal: {
      code,
      message,
      ...(detail !== undefined && { detail }),
      ...(supportCode !== undefined && { supportCode }),
    },
  };
}
