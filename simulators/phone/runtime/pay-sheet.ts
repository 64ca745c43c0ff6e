import { tellFrame } from './frame-link';
import { el, openLayer } from './layer';
import type { Layer } from './layer';
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

const PASSWORD_LENGTH = 6;
const STRINGS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const;

const METHODS = [
  { name: '零钱', note: '余额充足', outcome: 'success' },
  { name: '招商银行储蓄卡 (1024)', note: '', outcome: 'success' },
  { name: '建设银行储蓄卡 (0000)', note: '余额不足', outcome: 'fail' },
] as const satisfies readonly { readonly name: string; readonly note: string; readonly outcome: Outcome }[];

/** Fen as a shopper reads them. */
function yuan(fen: number): string {
  const digits = String(fen).padStart(3, '0');
  return `¥${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

interface Sheet {
  readonly merchantName: string;
  readonly total: number;
}

/** The six boxes and the keys under them. */
function passwordPad(onFull: () => void): { readonly element: HTMLElement; clear(): void } {
  let digits = 0;
  const boxes = Array.from({ length: PASSWORD_LENGTH }, () => el('i'));
  const draw = (): void => {
    for (const [index, box] of boxes.entries()) box.classList.toggle('ph-full', index < digits);
  };
  const type = (change: 1 | -1): void => {
    digits = Math.max(0, Math.min(PASSWORD_LENGTH, digits + change));
    draw();
    if (digits === PASSWORD_LENGTH) onFull();
  };
  const key = (text: string): HTMLElement =>
    text === ''
      ? el('span')
      : el('button', {
          text,
          onClick: () => type(text === '⌫' ? -1 : 1),
          attributes: text === '⌫' ? { 'aria-label': '删除' } : {},
        });
  const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', '⌫'].map(key);
  return {
    element: el(
      'div',
      {},
      el('div', { class: 'ph-pay-boxes', attributes: { 'aria-label': '支付密码' } }, ...boxes),
      el('p', { class: 'ph-pay-hint', text: '模拟支付，输入任意六位数字' }),
      el('div', { class: 'ph-pay-keys' }, ...keys),
    ),
    clear: () => {
      digits = 0;
      draw();
    },
  };
}

/** Shows the sheet. Resolves to what the shopper does. */
export function showSheet({
  merchantName,
  total,
}: Sheet): Promise<{ readonly outcome: Outcome; readonly layer: Layer }> {
  return new Promise((resolve) => {
    let method = 0;
    const chosen = el('span');
    const list = el('div', { class: 'ph-pay-methods' });
    const draw = (): void => {
      chosen.textContent = METHODS[method]?.name ?? '';
      const rows = METHODS.map(({ name, note }, index) =>
        el(
          'button',
          {
            class: index === method ? 'ph-on' : '',
            onClick: () => {
              method = index;
              list.hidden = true;
              draw();
            },
          },
          el('span', { text: name }),
          el('small', { text: note }),
        ),
      );
      list.replaceChildren(...rows);
    };
    list.hidden = true;
    draw();
    const pad = passwordPad(() => resolve({ outcome: METHODS[method]?.outcome ?? 'success', layer }));
    const change = el(
      'button',
      { class: 'ph-pay-method', onClick: () => (list.hidden = !list.hidden) },
      el('span', { text: '付款方式' }),
      chosen,
      el('em', { text: '更换' }),
    );
    const cancel = (): void => resolve({ outcome: 'cancel', layer });
    const layer = openLayer(
      [
        el(
          'header',
          { class: 'ph-pay-head' },
          el('button', { text: '✕', onClick: cancel, attributes: { 'aria-label': '关闭' } }),
          el('b', { text: '请输入支付密码' }),
        ),
        el('p', { class: 'ph-pay-merchant', text: merchantName }),
        el('p', { class: 'ph-pay-total', text: yuan(total) }),
        change,
        list,
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
