import { fileUrl } from '../files';
import { el, openLayer } from '../layer';
import type { Layer } from '../layer';
import { asynchronousAll, required, textOf, WxFailure } from './call';
import type { Params } from './call';
import { addToWx } from './registry';

const TOAST_MS = 1_500;
const TOAST_GLYPHS: Readonly<Record<string, string>> = { success: '✓', error: '!' };

let toast: { readonly layer: Layer; readonly kind: 'toast' | 'loading'; readonly timer: number } | undefined;

function hide(kind: 'toast' | 'loading'): void {
  if (toast?.kind !== kind) return;
  window.clearTimeout(toast.timer);
  toast.layer.close();
  toast = undefined;
}

function showToast(params: Params): void {
  const title = String(required(params, 'title', 'string'));
  const icon = textOf(params, 'icon', 'success');
  hide('toast');
  hide('loading');
  const glyph =
    params['image'] === undefined
      ? el('span', {
          class: icon === 'loading' ? 'ph-spinner' : 'ph-toast-glyph',
          text: TOAST_GLYPHS[icon] ?? '',
        })
      : el('img', { attributes: { src: fileUrl(textOf(params, 'image')), alt: '' } });
  const layer = openLayer(icon === 'none' ? [el('p', { text: title })] : [glyph, el('p', { text: title })], {
    kind: 'toast',
  });
  layer.element.classList.toggle('ph-plain', icon === 'none');
  if (params['mask'] === true) layer.element.parentElement?.classList.add('ph-masked');
  const timer = window.setTimeout(() => hide('toast'), Number(params['duration'] ?? TOAST_MS));
  toast = { layer, kind: 'toast', timer };
}

function showLoading(params: Params): void {
  hide('toast');
  hide('loading');
  const layer = openLayer(
    [el('span', { class: 'ph-spinner' }), el('p', { text: String(required(params, 'title', 'string')) })],
    { kind: 'toast' },
  );
  if (params['mask'] === true) layer.element.parentElement?.classList.add('ph-masked');
  toast = { layer, kind: 'loading', timer: 0 };
}

interface Question {
  readonly title?: string;
  readonly content?: string | Node;
  readonly confirmText?: string;
  readonly confirmColor?: string;
  readonly cancelText?: string;
  readonly cancelColor?: string;
  readonly showCancel?: boolean;
}

/** Asks in a dialog; resolves to whether it was confirmed. */
export function ask({ title, content, showCancel = true, ...words }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (confirmed: boolean) => (): void => {
      layer.close();
      resolve(confirmed);
    };
    const cancel = el('button', { text: words.cancelText ?? '取消', onClick: end(false) });
    const confirm = el('button', {
      class: 'ph-primary',
      text: words.confirmText ?? '确定',
      onClick: end(true),
    });
    if (words.cancelColor !== undefined) cancel.style.color = words.cancelColor;
    if (words.confirmColor !== undefined) confirm.style.color = words.confirmColor;
    const layer = openLayer(
      [
        ...(title ? [el('h2', { text: title })] : []),
        ...(content ? [el('div', { class: 'ph-dialog-content' }, content)] : []),
        el('footer', {}, ...(showCancel ? [cancel] : []), confirm),
      ],
      { kind: 'dialog', label: title || (typeof content === 'string' ? content : '提示') },
    );
  });
}

async function showModal(params: Params): Promise<Params> {
  const editable = params['editable'] === true;
  const field = el('textarea', { attributes: { rows: '3', placeholder: textOf(params, 'placeholderText') } });
  field.value = textOf(params, 'content');
  const confirmed = await ask({ ...params, content: editable ? field : textOf(params, 'content') });
  return { confirm: confirmed, cancel: !confirmed, content: editable && confirmed ? field.value : null };
}

/** Lets one thing be chosen from below; resolves to its index, or null. */
export function choose(
  items: readonly string[],
  { title, color }: { readonly title?: string; readonly color?: string } = {},
): Promise<number | null> {
  return new Promise((resolve) => {
    const end = (index: number | null) => (): void => {
      layer.close();
      resolve(index);
    };
    const rows = items.map((text, index) => el('button', { text, onClick: end(index) }));
    if (color !== undefined) for (const row of rows) row.style.color = color;
    const layer = openLayer(
      [
        ...(title ? [el('p', { class: 'ph-sheet-title', text: title })] : []),
        ...rows,
        el('button', { class: 'ph-sheet-cancel', text: '取消', onClick: end(null) }),
      ],
      { kind: 'sheet', label: title ?? '选择', onDismiss: end(null) },
    );
  });
}

async function showActionSheet(params: Params): Promise<Params> {
  const items = required(params, 'itemList', 'object') as readonly string[];
  const color = textOf(params, 'itemColor');
  const title = textOf(params, 'alertText');
  const tapIndex = await choose(items, { ...(title && { title }), ...(color && { color }) });
  if (tapIndex === null) throw new WxFailure('cancel');
  return { tapIndex };
}

/** 交互. */
export function addDialogs(): void {
  addToWx(
    asynchronousAll({
      showToast,
      hideToast: () => hide('toast'),
      showLoading,
      hideLoading: () => hide('loading'),
      showModal,
      showActionSheet,
      enableAlertBeforeUnload: () => undefined,
      disableAlertBeforeUnload: () => undefined,
    }),
  );
}
