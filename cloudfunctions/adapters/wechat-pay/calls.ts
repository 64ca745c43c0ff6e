import type { Outcome } from '../../ports/payment-gateway';
import type { Operation } from './errors';
import { unknownOutcome, type Exchange, type VerifiedReply } from './exchange';
import { readJson, type Read } from './wire/read';

/** One call, what it asks and how its answer is read. */
export interface Call<Value> {
  readonly operation: Operation;
  /** Path and query. */
  readonly path: string;
  /** Sent as JSON by POST; without it the call is a GET. */
  readonly wire?: object;
  /** Names the key that encrypted fields of `wire`. */
  readonly serial?: string;
  /** The documented ones; 200 alone unless said. */
  readonly statuses?: readonly number[];
  /** Takes the answer apart; `status` is one of `statuses`. */
  read(json: unknown, status: number): Read<Value>;
}

/** Makes calls whose answers are JSON. An answer that is not as documented ends as `unknown: malformedReply`. */
export type Calls = <Value>(call: Call<Value>) => Promise<Outcome<Value>>;

/** Whether an answer holds words for a person, and so is read as UTF-8. */
const ENCODING: Partial<Record<Operation, 'utf8'>> = {
  refund: 'utf8',
  queryRefund: 'utf8',
  abnormalRefund: 'utf8',
};

/** Makes calls over an exchange. */
export function createCalls(exchange: Exchange): Calls {
  return async ({ operation, path, wire, serial, statuses = [200], read }) => {
    const body = wire === undefined ? '' : JSON.stringify(wire);
    const method = wire === undefined ? 'GET' : 'POST';
    const outcome = await exchange({
      operation,
      method,
      path,
      body,
      ...(serial === undefined ? {} : { serial }),
    });
    if (outcome.kind !== 'accepted') return outcome;
    const { value: reply, ...proof } = outcome;
    const cause = 'malformedReply';
    if (!statuses.includes(reply.status))
      return unknownOutcome({ operation, cause, detail: `HTTP ${reply.status}` }, proof);
    const result = readReply(reply, operation, read);
    if (result.kind === 'malformed')
      return unknownOutcome({ operation, cause, detail: result.reason }, proof);
    return { ...proof, value: result.value };
  };
}

/** A 204 has no body, which is all it says. */
function readReply<Value>(
  reply: VerifiedReply,
  operation: Operation,
  read: Call<Value>['read'],
): Read<Value> {
  if (reply.status === 204) return read(undefined, 204);
  const json = readJson(reply.body, ENCODING[operation]);
  return json.kind === 'read' ? read(json.value, reply.status) : json;
}
