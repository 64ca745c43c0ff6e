import * as v from 'valibot';
import { ENDPOINT_NAMES } from '../endpoints/endpoint-names';

/** Where a fault strikes. `*` is every endpoint of the API, but no notification. */
export const FAULT_TARGETS = ['*', ...ENDPOINT_NAMES, 'notifications'] as const;

export type FaultTarget = (typeof FAULT_TARGETS)[number];

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** How often and where: common to every kind. */
const aim = {
  endpoint: v.picklist(FAULT_TARGETS),
  /** Strikes this many times, then is gone. */
  times: v.optional(count, 1),
  /** Chance per opportunity, from the seeded random source. */
  rate: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
};

/** Any final status an answer with a body can have. */
const httpStatus = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(200),
  v.maxValue(599),
  v.check((status) => ![204, 205, 304].includes(status), 'this status has no body to put the code in'),
);

/** A fault as it is asked for. */
export const FaultRequest = v.variant('kind', [
  /** The connection breaks: after acting, or before when `act` is false. */
  v.strictObject({ kind: v.literal('drop'), ...aim, act: v.optional(v.boolean(), true) }),
  v.strictObject({
    kind: v.literal('delay'),
    ...aim,
    delay_ms: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120_000)),
  }),
  /** Answers with this status and code: instead of acting, or after acting when `act` is true. */
  v.strictObject({
    kind: v.literal('status'),
    ...aim,
    status: httpStatus,
    code: v.optional(v.string(), 'SYSTEM_ERROR'),
    message: v.optional(v.string(), '系统异常，请稍后重试'),
    act: v.optional(v.boolean(), false),
  }),
  v.strictObject({ kind: v.literal('badSignature'), ...aim }),
  v.strictObject({ kind: v.literal('signatureProbe'), ...aim, decodable: v.optional(v.boolean(), true) }),
  v.strictObject({
    kind: v.literal('wrongSerial'),
    ...aim,
    serial: v.optional(v.string(), '4F00000000000000000000000000000000000000'),
  }),
  /** The amount in the answer of a query or a payment code, or in a notification, differs from the order's. */
  v.strictObject({
    kind: v.literal('wrongAmount'),
    ...aim,
    endpoint: v.picklist(['orders.query', 'orders.codepay', 'refunds.query', 'notifications']),
    total: v.optional(count),
  }),
  /** One row of the next bill does not say what happened; its hash and its sums agree with it. */
  v.strictObject({
    kind: v.literal('billDifference'),
    ...aim,
    endpoint: v.picklist(['bills.trade', 'bills.fundflow']),
    difference: v.picklist(['missingRow', 'extraRow', 'wrongAmount', 'wrongState', 'wrongFee']),
    /** out_trade_no or out_refund_no of the row; without it, one is picked. */
    number: v.optional(v.pipe(v.string(), v.minLength(1))),
  }),
  /** The hash in the answer is of no file. */
  v.strictObject({
    kind: v.literal('wrongHash'),
    ...aim,
    endpoint: v.picklist(['bills.trade', 'bills.fundflow']),
  }),
  /** The file ends early; its end looks like any other. */
  v.strictObject({
    kind: v.literal('cutFile'),
    ...aim,
    endpoint: v.literal('bills.download'),
    bytes: v.optional(count, 100),
  }),
  /** One digit of the file is another. */
  v.strictObject({ kind: v.literal('alteredFile'), ...aim, endpoint: v.literal('bills.download') }),
  v.strictObject({ kind: v.literal('duplicate'), ...aim, endpoint: v.literal('notifications') }),
  /** Held back until another notification has been sent, or until its first repeat is due. */
  v.strictObject({ kind: v.literal('reorder'), ...aim, endpoint: v.literal('notifications') }),
  /** Never sent, and never repeated. */
  v.strictObject({ kind: v.literal('lose'), ...aim, endpoint: v.literal('notifications') }),
]);

export type FaultSpec = v.InferOutput<typeof FaultRequest>;
export type FaultKind = FaultSpec['kind'];
export type FaultOf<K extends FaultKind> = Extract<FaultSpec, { kind: K }>;

/** The fault of a kind among those that strike together. */
export function faultOf<K extends FaultKind>(faults: readonly FaultSpec[], kind: K): FaultOf<K> | undefined {
  return faults.find((fault): fault is FaultOf<K> => fault.kind === kind);
}
