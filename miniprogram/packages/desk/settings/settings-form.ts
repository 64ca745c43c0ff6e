import {
  PROVINCES,
  SETTINGS_LIMITS,
  type Province,
  type SettingsDraft,
  type SettingsView,
} from '../../../contract/desk-settings';
import type { FieldProblem } from '../../../contract/field-problem';
import { fen, formatMoney, type Money } from '../../../contract/money';
import { createDrafts } from '../../../stores/drafts';
import { readYuan } from '../../../stores/yuan';
import { conflictsBetween, mergedWords, type Conflict, type Outline } from '../merge/three-way';

/** What somebody writes of the settings; texts as they were typed. */
export interface SettingsWords {
  readonly shopName: string;
  readonly notice: string;
  readonly hotWordsText: string;
  readonly phone: string;
  readonly hours: string;
  readonly serviceText: string;
  readonly feeText: string;
  readonly freeFromText: string;
  readonly remoteProvinces: readonly Province[];
  readonly remoteFeeText: string;
  readonly notDelivered: readonly Province[];
  readonly delivery: string;
  readonly returns: string;
  readonly minutesText: string;
  readonly approvalText: string;
}

/** Settings that are being written, with what they were when the writing began. */
export interface SettingsForm extends SettingsWords {
  readonly version: number;
  readonly base: SettingsWords;
}

/** The fields somebody types into. */
export type TypedField = {
  [Name in keyof SettingsWords]: SettingsWords[Name] extends string ? Name : never;
}[keyof SettingsWords];

/** The lists of provinces. */
export type ProvinceField = Exclude<keyof SettingsWords, TypedField>;

function yuanText(amount: Money): string {
  return formatMoney(amount).replace(/[¥,]/g, '').replace(/\.00$/, '');
}

function wordsOf(settings: SettingsDraft): SettingsWords {
  const { shopName, notice, hotWords, service, delivery, returns, freight, payWithinMinutes } = settings;
  const { freeFrom, remoteProvinces, notDelivered } = freight;
  return {
    shopName,
    notice,
    hotWordsText: hotWords.join(' '),
    phone: service.phone,
    hours: service.hours,
    serviceText: service.text,
    feeText: yuanText(freight.fee),
    freeFromText: freeFrom === null ? '' : yuanText(freeFrom),
    remoteProvinces,
    remoteFeeText: yuanText(freight.remoteFee),
    notDelivered,
    delivery,
    returns,
    minutesText: String(payWithinMinutes),
    approvalText: settings.secondApprovalAbove === null ? '' : yuanText(settings.secondApprovalAbove),
  };
}

/** The form of the settings in the books. */
export function formOf({ settings, version }: SettingsView): SettingsForm {
  const words = wordsOf(settings);
  return { ...words, version, base: words };
}

/** Whether anything was written that the books do not have. */
export function isDirty({ version: _version, base, ...words }: SettingsForm): boolean {
  return JSON.stringify(words) !== JSON.stringify(base);
}

/** A fee as people type it; nothing and zero are no fee. Null for what is no amount. */
function readFee(text: string): Money | null {
  return /^[0０]*([.．。][0０]{0,2})?$/.test(text.trim()) ? fen(0) : readYuan(text);
}

/** Minutes as people type them, or null. */
function readMinutes(text: string): number | null {
  const plain = text.trim().replace(/[０-９]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return /^\d{1,4}$/.test(plain) ? Number(plain) : null;
}

const HOW_TO_TYPE: readonly (readonly [
  field: string,
  message: string,
  isRead: (form: SettingsWords) => boolean,
])[] = [
  ['shopName', '请填写店名', ({ shopName }) => shopName.trim() !== ''],
  ['fee', '运费请填金额，如 8；不收就填 0', ({ feeText }) => readFee(feeText) !== null],
  [
    'freeFrom',
    '包邮金额请填金额，如 99；不包邮就留空',
    ({ freeFromText }) => freeFromText.trim() === '' || readYuan(freeFromText) !== null,
  ],
  [
    'remoteFee',
    '偏远地区运费请填金额，如 18；不收就填 0',
    ({ remoteFeeText }) => readFee(remoteFeeText) !== null,
  ],
  [
    'payWithinMinutes',
    `付款时限请填 ${SETTINGS_LIMITS.leastPayMinutes} 到 ${SETTINGS_LIMITS.mostPayMinutes} 的整数`,
    ({ minutesText }) => readMinutes(minutesText) !== null,
  ],
  [
    'secondApprovalAbove',
    '复核金额请填金额，如 500；不需要复核就留空',
    ({ approvalText }) => approvalText.trim() === '' || readYuan(approvalText) !== null,
  ],
];

/** What has to be mended before it is worth sending; the server looks again and knows the limits. */
export function formProblems(form: SettingsWords): readonly FieldProblem[] {
  return HOW_TO_TYPE.flatMap(([field, message, isRead]) => (isRead(form) ? [] : [{ field, message }]));
}

/** The settings as they are sent. The form has no problem. */
export function draftOf(form: SettingsWords): SettingsDraft {
  const { shopName, notice, hotWordsText, phone, hours, serviceText, delivery, returns } = form;
  return {
    shopName: shopName.trim(),
    notice: notice.trim(),
    hotWords: hotWordsText.split(/[\s,，、]+/).filter((word) => word !== ''),
    service: { phone: phone.trim(), hours: hours.trim(), text: serviceText.trim() },
    delivery: delivery.trim(),
    returns: returns.trim(),
    freight: {
      fee: readFee(form.feeText) ?? fen(0),
      freeFrom: readYuan(form.freeFromText),
      remoteProvinces: form.remoteProvinces,
      remoteFee: readFee(form.remoteFeeText) ?? fen(0),
      notDelivered: form.notDelivered,
    },
    payWithinMinutes: readMinutes(form.minutesText) ?? 0,
    secondApprovalAbove: readYuan(form.approvalText),
  };
}

/** Whether the freight was changed and the words about it were not. */
export function wordsLagBehind({ base, ...form }: SettingsForm): boolean {
  const freight: readonly (keyof SettingsWords)[] = [
    'feeText',
    'freeFromText',
    'remoteProvinces',
    'remoteFeeText',
    'notDelivered',
  ];
  const moved = freight.some((part) => JSON.stringify(form[part]) !== JSON.stringify(base[part]));
  return moved && form.delivery === base.delivery;
}

/** Provinces in one line; empty for none. */
export function provinceText(provinces: readonly Province[]): string {
  return provinces.join('、');
}

const OUTLINE: Outline<SettingsWords, keyof SettingsWords> = {
  words: {
    shopName: '店名',
    notice: '公告',
    hotWordsText: '热门搜索',
    phone: '客服电话',
    hours: '客服时间',
    serviceText: '客服说明',
    feeText: '运费',
    freeFromText: '包邮金额',
    remoteProvinces: '偏远地区',
    remoteFeeText: '偏远地区运费',
    notDelivered: '不配送',
    delivery: '配送说明',
    returns: '退换说明',
    minutesText: '付款时限',
    approvalText: '退款复核',
  },
  text: (part, words) => {
    const value = words[part];
    return (typeof value === 'string' ? value : provinceText(value)) || '没有';
  },
};

/** A part two people can have changed at once. */
export type Part = keyof SettingsWords;

/** The parts mine and theirs disagree about. */
export function conflictsOf(form: SettingsForm, now: SettingsView): readonly Conflict<Part>[] {
  return conflictsBetween(OUTLINE, { mine: form, base: form.base, theirs: wordsOf(now.settings) });
}

/** My writing on top of theirs, as a form of their version; where both wrote, `mine` says whose stays. */
export function merged(form: SettingsForm, now: SettingsView, mine: ReadonlySet<Part>): SettingsForm {
  const theirs = wordsOf(now.settings);
  const words = mergedWords(OUTLINE, { mine: form, base: form.base, theirs }, mine);
  return { ...words, version: now.version, base: theirs };
}

function readWords(stored: unknown): SettingsWords | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const fields = stored as Readonly<Record<string, unknown>>;
  const isWord = (part: string): boolean => {
    const value = fields[part];
    return part === 'remoteProvinces' || part === 'notDelivered'
      ? Array.isArray(value) && value.every((one) => PROVINCES.some((province) => province === one))
      : typeof value === 'string';
  };
  if (!Object.keys(OUTLINE.words).every(isWord)) return null;
  // Every part was looked at, which the compiler cannot follow through their names.
  return Object.fromEntries(
    Object.keys(OUTLINE.words).map((part) => [part, fields[part]]),
  ) as unknown as SettingsWords;
}

/** The settings that are being written on this phone. */
export const settingsDrafts = createDrafts<SettingsForm>('desk-settings/1', (stored) => {
  const [words, base] = [readWords(stored), readWords(stored['base'])];
  const { version } = stored;
  return words === null || base === null || typeof version !== 'number' ? null : { ...words, version, base };
});

/** There is one shop. */
export const SUBJECT = 'shop';
