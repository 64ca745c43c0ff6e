import { tellFrame } from './frame-link';
import { el, openLayer } from './layer';
import type { Layer } from './layer';
import { passwordPad } from './password-pad';
import { reportProblem } from './problems';
import { post } from './world';
import { required, textOf, WxFailure } from './wx/call';
import type { Params } from './wx/call';
import { ask } from './wx/dialogs';

/** What the sheet has to know before it opens. */
type Opening =
  | { readonly kind: 'open'; readonly merchantName: string; readonly total: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly shown: string };

/** How the payment ended at WeChat Pay. */
type Ending =
  | { readonly kind: 'ended'; readonly errMsg: string; readonly notificationId: string | null }
  | { readonly kind: 'refused'; readonly shown: string };

/** What the shopper does at the password. */
export type Outcome = 'success' | 'cancel' | 'fail';

/** Every other password is the right one. */
const WRONG_PASSWORD = '000000';
const PASSWORD_HINT = `模拟支付：任意六位数字，${WRONG_PASSWORD} 当作输错`;
const STRINGS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const;

const METHODS = [
  { name: '零钱', note: '余额充足', outcome: 'success' },
  { name: '招商银行储蓄卡 (1024)', note: '', outcome: 'success' },
  { name: '建设银行储蓄卡 (0000)', note: '余额不足', outcome: 'fail' },
] as const satisfies readonly { readonly name: string; readonly note: string; readonly outcome: Outcome }[];

/** Fen as a shopper reads them. */
export function yuan(fen: number): string {
  const digits = String(fen).padStart(3, '0');
  return `¥${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

interface Sheet {
  readonly merchantName: string;
  readonly total: number;
}

/** The card the money comes from, and the list to change it. */
function methodChooser(): { readonly elements: readonly HTMLElement[]; outcome(): Outcome } {
  let method: (typeof METHODS)[number] = METHODS[0];
  const chosen = el('span');
  const list = el('div', { class: 'ph-pay-methods' });
  const choose = (next: (typeof METHODS)[number]): void => {
    method = next;
    list.hidden = true;
    chosen.textContent = method.name;
    const rows = METHODS.map((one) =>
      el(
        'button',
        { class: one === method ? 'ph-on' : '', onClick: () => choose(one) },
        el('span', { text: one.name }),
        el('small', { text: one.note }),
      ),
    );
    list.replaceChildren(...rows);
  };
  choose(method);
  const change = el(
    'button',
    { class: 'ph-pay-method', onClick: () => (list.hidden = !list.hidden) },
    el('span', { text: '付款方式' }),
    chosen,
    el('em', { text: '更换' }),
  );
  return { elements: [change, list], outcome: () => method.outcome };
}

/** A password that is not the right one costs a tap and nothing else. */
async function tellWrongPassword(): Promise<boolean> {
  return ask({ content: '支付密码错误，请重试', cancelText: '忘记密码', confirmText: '重试' });
}

/** Shows the sheet. Resolves to what the shopper does. */
export function showSheet({
  merchantName,
  total,
}: Sheet): Promise<{ readonly outcome: Outcome; readonly layer: Layer }> {
  return new Promise((resolve) => {
    const methods = methodChooser();
    const end = (outcome: Outcome): void => {
      pad.close();
      resolve({ outcome, layer });
    };
    const pad = passwordPad(PASSWORD_HINT, (password) => {
      if (password === WRONG_PASSWORD) void tellWrongPassword().then(pad.clear);
      else end(methods.outcome());
    });
    const finger = el('button', {
      class: 'ph-pay-finger',
      text: '指纹支付',
      onClick: () => end(methods.outcome()),
    });
    const layer = openLayer(
      [
        el(
          'header',
          { class: 'ph-pay-head' },
          el('button', { text: '✕', onClick: () => end('cancel'), attributes: { 'aria-label': '关闭' } }),
          el('b', { text: '请输入支付密码' }),
          finger,
        ),
        el('p', { class: 'ph-pay-merchant', text: merchantName }),
        el('p', { class: 'ph-pay-total', text: yuan(total) }),
        ...methods.elements,
        pad.element,
      ],
      { kind: 'sheet', label: '微信支付' },
    );
    layer.element.classList.add('ph-pay-sheet');
  });
}

/** WeChat's page after a payment, until it is left. */
export function showPaid({ merchantName, total }: Sheet): Promise<void> {
  return new Promise((resolve) => {
    const done = el('button', {
      class: 'ph-wide-button',
      text: '完成',
      onClick: () => {
        layer.close();
        resolve();
      },
    });
    const layer = openLayer(
      [
        el('div', { class: 'ph-paid-mark', text: '✓' }),
        el('h2', { text: '支付成功' }),
        el('p', { class: 'ph-pay-merchant', text: merchantName }),
        el('p', { class: 'ph-pay-total', text: yuan(total) }),
        done,
      ],
      { kind: 'full', label: '支付成功' },
    );
    layer.element.classList.add('ph-paid');
    done.focus();
  });
}

async function openingOf(params: Params): Promise<Opening> {
  const wrong = STRINGS.filter((name) => typeof params[name] !== 'string');
  // WeChat names every bad argument at once.
  if (wrong.length > 0) {
    const clauses = wrong.map((name) => {
      try {
        required(params, name, 'string');
        return '';
      } catch (cause) {
        return cause instanceof WxFailure ? cause.message.replace('parameter error: ', '') : '';
      }
    });
    throw new WxFailure(`parameter error: ${clauses.join('')}`);
  }
  const given = Object.fromEntries(STRINGS.map((name) => [name, params[name]]));
  return post<Opening>('/pay/open', given).catch((cause: unknown) => {
    throw new WxFailure(`(${cause instanceof Error ? cause.message : String(cause)})`);
  });
}

function reasonOf(shown: string): string {
  const match = /^requestPayment:fail\s*(.*)$/s.exec(shown);
  return match ? (match[1] ?? '') : `(${shown})`;
}

async function refuse({
  reason,
  shown,
}: {
  readonly reason: string;
  readonly shown: string;
}): Promise<never> {
  if (reason !== '') reportProblem('wx.requestPayment', reason);
  if (!shown.startsWith('requestPayment:'))
    await ask({ content: shown, showCancel: false, confirmText: '我知道了' });
  throw new WxFailure(reasonOf(shown));
}

async function settle(params: Params, outcome: Outcome): Promise<Ending> {
  const prepayId = textOf(params, 'package').slice('prepay_id='.length);
  return post<Ending>('/pay', { prepayId, outcome }).catch((cause: unknown) => {
    throw new WxFailure(`(${cause instanceof Error ? cause.message : String(cause)})`);
  });
}

/** `wx.requestPayment`: the parameters are checked, the shopper pays or does not, WeChat Pay is told. */
export async function requestPayment(params: Params): Promise<Params> {
  const opening = await openingOf(params);
  if (opening.kind === 'refused') return refuse(opening);
  tellFrame({ kind: 'payment', text: `收银台打开 ${yuan(opening.total)}` });
  const { outcome, layer } = await showSheet(opening);
  layer.element.classList.add('ph-busy');
  const ending = await settle(params, outcome).finally(() => layer.close());
  if (ending.kind === 'refused') return refuse({ reason: '', shown: ending.shown });
  tellFrame({
    kind: 'payment',
    text: { success: '已付款', cancel: '顾客取消了付款', fail: '付款失败' }[outcome],
  });
  if (outcome === 'fail')
    await ask({ content: '银行卡可用余额不足，请更换付款方式', showCancel: false, confirmText: '我知道了' });
  if (outcome !== 'success') throw new WxFailure(reasonOf(ending.errMsg));
  await showPaid(opening);
  return {};
}
