import type { Reply } from './call';
import type { ShippingMethods } from './shipping';
import { SHIPPING_REFUSAL_WORDS } from './shipping';
import type { StaffMethods } from './staff';

/** The methods of the `desk` function: what each takes, what it answers, and what a refusal of it may bring along. */
export interface DeskMethods extends StaffMethods, ShippingMethods {}
export type DeskMethod = keyof DeskMethods;

/** What the `desk` function answers to a method. */
export type DeskReply<Method extends DeskMethod> = Reply<
  DeskMethods[Method]['value'],
  DeskRefusal,
  DeskMethods[Method] extends { detail: infer Detail } ? Detail : never
>;

/** What the merchant's staff reads for each refusal: what is wrong and what to do. */
export const DESK_REFUSAL_WORDS = {
  ...SHIPPING_REFUSAL_WORDS,
  IDENTITY_REQUIRED: '请在微信小程序内打开后再试',
  UNKNOWN_METHOD: '当前版本不支持此操作，请更新小程序后再试',
  INVALID_PARAMS: '提交的内容有误，请检查后重新提交',
  NOT_STAFF: '这里只对店员开放，请联系店主开通',
  NOT_ALLOWED: '你的岗位不能做这项操作，请联系店主',
  BUSY: '当前人数较多，请稍后再试',
  INTERNAL_ERROR: '服务开小差了，请稍后再试',
} as const satisfies Readonly<Record<string, string>>;
/** Every way the `desk` function can say no. */
export type DeskRefusal = keyof typeof DESK_REFUSAL_WORDS;
