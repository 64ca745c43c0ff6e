import { PROVINCES, SETTINGS_LIMITS } from '../../../miniprogram/contract/desk-settings';
import type { Province, SettingsDraft } from '../../../miniprogram/contract/desk-settings';
import type { FieldProblem } from '../../../miniprogram/contract/field-problem';
import { fen, formatMoney } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import { PAY_WITHIN_MS } from '../order/order';
import type { ShopSettings } from './settings';
import { cleanText } from '../field/clean-text';
import { lengthProblem } from '../field/length-problem';

const L = SETTINGS_LIMITS;
const MINUTE_MS = 60_000;

/** A telephone number as people write it. */
const PHONE = new RegExp(`^[0-9+][0-9 -]{2,${L.phoneLength - 1}}$`);

/** How long an order waits for its payment: what the shop has set, else as long as the core has it. */
export function payWithinMsOf({ payWithinMinutes }: ShopSettings): number {
  return payWithinMinutes === undefined ? PAY_WITHIN_MS : payWithinMinutes * MINUTE_MS;
}

/** The provinces a rule means: it may have been provisioned with full names, or with beginnings of one. */
function provincesOf(beginnings: readonly string[]): readonly Province[] {
  return PROVINCES.filter((province) =>
    beginnings.some((beginning) => beginning.startsWith(province) || province.startsWith(beginning)),
  );
}

/** What can be set at the desk, out of everything that is set. */
export function settingsDraft(settings: ShopSettings): SettingsDraft {
  const { shopName, notice, hotWords, freight, about, secondApprovalAbove = null } = settings;
  const { service, delivery, returns } = about;
  return {
    shopName,
    notice,
    hotWords,
    service,
    delivery,
    returns,
    freight: {
      fee: freight.fee,
      freeFrom: freight.freeFrom,
      remoteProvinces: provincesOf(freight.remoteProvinces),
      remoteFee: freight.remoteFee,
      notDelivered: provincesOf(freight.notDelivered),
    },
    payWithinMinutes: payWithinMsOf(settings) / MINUTE_MS,
    secondApprovalAbove,
  };
}

/** The settings with a draft in place of what they had. */
export function settingsWith(settings: ShopSettings, draft: SettingsDraft): ShopSettings {
  const { secondApprovalAbove: _limit, ...others } = settings;
  const { shopName, notice, hotWords, service, delivery, returns, freight, payWithinMinutes } = draft;
  return {
    ...others,
    shopName,
    notice,
    hotWords,
    freight,
    payWithinMinutes,
    about: { ...settings.about, service, delivery, returns },
    ...(draft.secondApprovalAbove !== null && { secondApprovalAbove: draft.secondApprovalAbove }),
  };
}

/** The draft with its texts cleaned and provinces in the one order, so that two that look alike are. */
export function cleanedSettings(draft: SettingsDraft): SettingsDraft {
  const { service, freight } = draft;
  const inOrder = (chosen: readonly Province[]) => PROVINCES.filter((one) => chosen.includes(one));
  return {
    ...draft,
    shopName: cleanText(draft.shopName),
    notice: cleanText(draft.notice),
    hotWords: draft.hotWords.map((word) => cleanText(word)),
    service: {
      hours: cleanText(service.hours),
      phone: cleanText(service.phone),
      text: cleanText(service.text),
    },
    delivery: cleanText(draft.delivery),
    returns: cleanText(draft.returns),
    freight: {
      ...freight,
      remoteProvinces: inOrder(freight.remoteProvinces),
      notDelivered: inOrder(freight.notDelivered),
    },
  };
}

function moneyProblem(
  field: string,
  name: string,
  { minor }: Money,
  [least, most]: readonly [number, number],
): readonly FieldProblem[] {
  if (minor >= least && minor <= most) return [];
  return [{ field, message: `${name}须在 ${formatMoney(fen(least))} 到 ${formatMoney(fen(most))} 之间` }];
}

function wordProblems({ shopName, notice, hotWords }: SettingsDraft): readonly FieldProblem[] {
  const twice = hotWords.find((word, at) => hotWords.indexOf(word) !== at);
  return [
    ...lengthProblem('shopName', '店名', shopName, [1, L.shopNameLength]),
    ...lengthProblem('notice', '公告', notice, [0, L.noticeLength]),
    ...(hotWords.length <= L.hotWords
      ? []
      : [{ field: 'hotWords', message: `热门搜索最多 ${L.hotWords} 个词` }]),
    ...hotWords.flatMap((word) =>
      lengthProblem('hotWords', `热门搜索「${word}」`, word, [1, L.hotWordLength]),
    ),
    ...(twice === undefined ? [] : [{ field: 'hotWords', message: `热门搜索「${twice}」写了两次` }]),
  ];
}

function serviceProblems({ service, delivery, returns }: SettingsDraft): readonly FieldProblem[] {
  const called = service.phone === '' || PHONE.test(service.phone);
  const message = `客服电话须为 3 到 ${L.phoneLength} 位数字，可以带空格和短横线；没有就留空`;
  return [
    ...(called ? [] : [{ field: 'phone', message }]),
    ...lengthProblem('hours', '客服时间', service.hours, [0, L.hoursLength]),
    ...lengthProblem('serviceText', '客服说明', service.text, [0, L.serviceTextLength]),
    ...lengthProblem('delivery', '配送说明', delivery, [0, L.deliveryLength]),
    ...lengthProblem('returns', '退换说明', returns, [0, L.returnsLength]),
  ];
}

function freightProblems({ freight }: SettingsDraft): readonly FieldProblem[] {
  const { fee, freeFrom, remoteProvinces, remoteFee, notDelivered } = freight;
  const both = remoteProvinces.filter((province) => notDelivered.includes(province));
  return [
    ...moneyProblem('fee', '运费', fee, [0, L.mostFeeMinor]),
    ...(freeFrom === null
      ? []
      : moneyProblem('freeFrom', '包邮金额', freeFrom, [L.leastFreeFromMinor, L.mostFreeFromMinor])),
    ...moneyProblem('remoteFee', '偏远地区运费', remoteFee, [0, L.mostFeeMinor]),
    ...(both.length === 0
      ? []
      : [{ field: 'notDelivered', message: `${both.join('、')}既加收运费又不配送，请只选一样` }]),
    ...(notDelivered.length < PROVINCES.length
      ? []
      : [{ field: 'notDelivered', message: '至少要有一个能配送的地区' }]),
  ];
}

/** Everything wrong with a draft (see {@link cleanedSettings}), in the order of the form, each with its limit. */
export function settingsProblems(draft: SettingsDraft): readonly FieldProblem[] {
  const { payWithinMinutes: minutes, secondApprovalAbove: above } = draft;
  const { leastPayMinutes: least, mostPayMinutes: most } = L;
  return [
    ...wordProblems(draft),
    ...serviceProblems(draft),
    ...freightProblems(draft),
    ...(minutes >= least && minutes <= most
      ? []
      : [{ field: 'payWithinMinutes', message: `付款时限须为 ${least} 到 ${most} 分钟` }]),
    ...(above === null
      ? []
      : moneyProblem('secondApprovalAbove', '复核金额', above, [
          L.leastSecondApprovalMinor,
          L.mostSecondApprovalMinor,
        ])),
  ];
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? '没有' : words.join('、');
}

/** A draft as the log tells it. */
export function settingsInWords(draft: SettingsDraft): Readonly<Record<string, string>> {
  const { freight, service, secondApprovalAbove: above } = draft;
  return {
    店名: draft.shopName,
    公告: draft.notice,
    热门搜索: listed(draft.hotWords),
    客服电话: service.phone,
    客服时间: service.hours,
    客服说明: service.text,
    配送说明: draft.delivery,
    退换说明: draft.returns,
    运费: formatMoney(freight.fee),
    包邮金额: freight.freeFrom === null ? '不包邮' : formatMoney(freight.freeFrom),
    偏远地区: listed(freight.remoteProvinces),
    偏远地区运费: formatMoney(freight.remoteFee),
    不配送: listed(freight.notDelivered),
    付款时限: `${draft.payWithinMinutes} 分钟`,
    退款复核: above === null ? '不需要' : `超过 ${formatMoney(above)}`,
  };
}
