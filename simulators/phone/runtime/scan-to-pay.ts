import { readCode } from './camera';
import type { CodeInSight } from './camera';
import { tellFrame } from './frame-link';
import { showPaid, showSheet, yuan } from './pay-sheet';
import { post, reach } from './world';
import { ask } from './wx/dialogs';

/** What WeChat finds behind a code. */
type Found =
  | { readonly kind: 'open'; readonly merchantName: string; readonly total: number }
  | { readonly kind: 'refused'; readonly shown: string };

/** How paying ended. */
type Ended = { readonly kind: 'ended' } | { readonly kind: 'refused'; readonly shown: string };

/** Codes that counters of this world show, the newest first. */
async function counterCodes(): Promise<readonly CodeInSight[]> {
  const response = await reach('/pay/counter').catch(() => undefined);
  if (response?.ok !== true) return [];
  const { codes } = (await response.json()) as {
    readonly codes: readonly { readonly code: string; readonly total: number }[];
  };
  return codes.map(({ code, total }) => ({ code, words: `商家的收款码 ${yuan(total)}` }));
}

async function tell(content: string): Promise<void> {
  await ask({ content, showCancel: false, confirmText: '我知道了' });
}

/** 扫一扫, WeChat's own camera: a counter's code opens the payment sheet. Resolves when it is over. */
export async function scanToPay(): Promise<void> {
  const code = await readCode(await counterCodes());
  if (code === null) return;
  const response = await reach(`/pay/counter/order?code=${encodeURIComponent(code)}`);
  const found = (await response.json()) as Found;
  if (found.kind === 'refused') return tell(found.shown);
  tellFrame({ kind: 'payment', text: `扫码付款 ${yuan(found.total)}` });
  const { outcome, layer } = await showSheet(found);
  const ended = await post<Ended>('/pay/counter', { code, outcome }).finally(() => layer.close());
  if (ended.kind === 'refused') return tell(ended.shown);
  if (outcome === 'fail') return tell('银行卡可用余额不足，请更换付款方式');
  if (outcome === 'success') await showPaid(found);
}
