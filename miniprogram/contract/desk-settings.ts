import type { ActionView } from './desk-actions';
import type { FieldProblems } from './field-problem';
import type { Money } from './money';

/** What the shop's settings may hold. Lengths in characters, money in minor units. */
export const SETTINGS_LIMITS = {
  shopNameLength: 20,
  noticeLength: 60,
  hotWords: 12,
  hotWordLength: 12,
  hoursLength: 40,
  phoneLength: 20,
  serviceTextLength: 100,
  deliveryLength: 300,
  returnsLength: 300,
  /** 1,000.00 yuan: a slip of the finger, not a fee. */
  mostFeeMinor: 100_000,
  leastFreeFromMinor: 1,
  /** 100,000.00 yuan. */
  mostFreeFromMinor: 10_000_000,
  /** A shopper may have to fetch a bank card. */
  leastPayMinutes: 10,
  /** As long as a prepay id of WeChat Pay lives. */
  mostPayMinutes: 120,
  leastSecondApprovalMinor: 1,
  /** 100,000.00 yuan: beyond that no refund would ever be seen by a second person. */
  mostSecondApprovalMinor: 10_000_000,
} as const;

/** Provinces as people call them: the beginning of the name in an address, e.g. 新疆 of 新疆维吾尔自治区. */
export const PROVINCES = [
  '北京',
  '天津',
  '河北',
  '山西',
  '内蒙古',
  '辽宁',
  '吉林',
  '黑龙江',
  '上海',
  '江苏',
  '浙江',
  '安徽',
  '福建',
  '江西',
  '山东',
  '河南',
  '湖北',
  '湖南',
  '广东',
  '广西',
  '海南',
  '重庆',
  '四川',
  '贵州',
  '云南',
  '西藏',
  '陕西',
  '甘肃',
  '青海',
  '宁夏',
  '新疆',
  '台湾',
  '香港',
  '澳门',
] as const;
export type Province = (typeof PROVINCES)[number];

/** What somebody at the desk may set for the whole shop. */
export interface SettingsDraft {
  readonly shopName: string;
  /** One line at the top of the home page; empty for none. */
  readonly notice: string;
  /** Words offered below the search field. */
  readonly hotWords: readonly string[];
  readonly service: {
    readonly hours: string;
    /** Empty for none. */
    readonly phone: string;
    readonly text: string;
  };
  /** Freight and delivery in words. */
  readonly delivery: string;
  /** Returns in words. */
  readonly returns: string;
  readonly freight: {
    readonly fee: Money;
    /** Goods of at least this are sent free of charge; null: never. */
    readonly freeFrom: Money | null;
    readonly remoteProvinces: readonly Province[];
    readonly remoteFee: Money;
    readonly notDelivered: readonly Province[];
  };
  /** How long an order waits for its payment; for orders placed from now on. */
  readonly payWithinMinutes: number;
  /** Refunds of one order beyond this sum need a second person; null: one is enough. Set by an owner only. */
  readonly secondApprovalAbove: Money | null;
}

/** The settings as they are in the books. */
export interface SettingsView {
  /** Goes with the next change: whoever saves a form of an older version is told what changed meanwhile. */
  readonly version: number;
  readonly settings: SettingsDraft;
  /** Whether this very person may change `secondApprovalAbove`. */
  readonly maySetSecondApproval: boolean;
}

/** Comes along with SETTINGS_CHANGED. */
export interface SettingsChanged {
  readonly now: SettingsView;
  /** What others changed since, newest first. */
  readonly changes: readonly ActionView[];
}

/** The methods of the shop's settings. */
export interface SettingsMethods {
  'settings.get': { params: Record<never, never>; value: SettingsView };
  /** The same `clientToken` again is the same change. */
  'settings.save': {
    params: { readonly clientToken: string; readonly version: number; readonly settings: SettingsDraft };
    value: SettingsView;
    /** With FIELDS_INVALID the problems; with SETTINGS_CHANGED what changed. */
    detail: FieldProblems | SettingsChanged;
  };
}

/** Why the desk says no about settings. */
export const SETTINGS_REFUSAL_WORDS = {
  SETTINGS_CHANGED: '店铺设置刚被其他店员修改过，请核对后再保存',
  SECOND_APPROVAL_OWNER_ONLY: '退款复核的金额只有店主可以修改',
} as const;
