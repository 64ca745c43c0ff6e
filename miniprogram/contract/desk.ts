import type { BillMethods } from './bills';
import { BILL_REFUSAL_WORDS } from './bills';
import type { Reply } from './call';
import type { DeskCollectMethods } from './desk-collect';
import { DESK_COLLECT_REFUSAL_WORDS } from './desk-collect';
import type { DeskEvidenceMethods } from './desk-evidence';
import { DESK_EVIDENCE_REFUSAL_WORDS } from './desk-evidence';
import type { DeskOrderMethods } from './desk-orders';
import { DESK_ORDER_REFUSAL_WORDS } from './desk-orders';
import type { DeskRefundMethods } from './desk-refunds';
import { DESK_REFUND_REFUSAL_WORDS } from './desk-refunds';
import type { ActionMethods } from './desk-actions';
import type { ProductMethods } from './desk-products';
import { PRODUCT_REFUSAL_WORDS } from './desk-products';
import type { SettingsMethods } from './desk-settings';
import { SETTINGS_REFUSAL_WORDS } from './desk-settings';
import type { StockMethods } from './desk-stock';
import { STOCK_REFUSAL_WORDS } from './desk-stock';
import type { TodayMethods } from './desk-today';
import type { ShippingMethods } from './shipping';
import { SHIPPING_REFUSAL_WORDS } from './shipping';
import type { StaffMethods } from './staff';
import { STAFF_REFUSAL_WORDS } from './staff';

/** The methods of the `desk` function: what each takes, what it answers, and what a refusal of it may bring along. */
export interface DeskMethods
  extends
    TodayMethods,
    ProductMethods,
    StockMethods,
    StaffMethods,
    ActionMethods,
    DeskOrderMethods,
    DeskRefundMethods,
    ShippingMethods,
    DeskCollectMethods,
    DeskEvidenceMethods,
    BillMethods,
    SettingsMethods {}
export type DeskMethod = keyof DeskMethods;

/** What the `desk` function answers to a method. */
export type DeskReply<Method extends DeskMethod> = Reply<
  DeskMethods[Method]['value'],
  DeskRefusal,
  DeskMethods[Method] extends { detail: infer Detail } ? Detail : never
>;

/** What every area of the desk may answer. */
const COMMON_REFUSAL_WORDS = {
  IDENTITY_REQUIRED: '请在微信小程序内打开后再试',
  UNKNOWN_METHOD: '当前版本不支持此操作，请更新小程序后再试',
  INVALID_PARAMS: '提交的内容有误，请检查后重新提交',
  /** Its detail names the fields; its message is that of the first one. */
  FIELDS_INVALID: '有几处需要修改，请按提示更正后再提交',
  CLIENT_TOKEN_REUSED: '这次提交与之前的不一致，请刷新后重新操作',
  NOT_STAFF: '这里只对店员开放，请联系店主开通',
  NOT_ALLOWED: '你的岗位不能做这项操作，请联系店主',
  BUSY: '当前人数较多，请稍后再试',
  INTERNAL_ERROR: '服务开小差了，请稍后再试',
} as const;

/** What the merchant's staff reads for each refusal: what is wrong and what to do. Each area brings its own. */
export const DESK_REFUSAL_WORDS = {
  ...DESK_ORDER_REFUSAL_WORDS,
  ...DESK_COLLECT_REFUSAL_WORDS,
  ...DESK_REFUND_REFUSAL_WORDS,
  ...SHIPPING_REFUSAL_WORDS,
  ...DESK_EVIDENCE_REFUSAL_WORDS,
  ...BILL_REFUSAL_WORDS,
  ...PRODUCT_REFUSAL_WORDS,
  ...STOCK_REFUSAL_WORDS,
  ...STAFF_REFUSAL_WORDS,
  ...SETTINGS_REFUSAL_WORDS,
  // Last: what every area may answer must not speak of one of them.
  ...COMMON_REFUSAL_WORDS,
} as const;

/** Every way the `desk` function can say no. */
export type DeskRefusal = keyof typeof DESK_REFUSAL_WORDS;
