import type { AppLife } from './app-life';
import { shareOf } from './app-life';
import { showableUrl } from './files';
import { el, openLayer } from './layer';
import type { Router } from './router/router';
import { choose } from './wx/dialogs';
import { addToWx } from './wx/registry';
import { methodOf } from './easel';

interface ShareCard {
  readonly title?: string;
  readonly path?: string;
  readonly imageUrl?: string;
  readonly promise?: Promise<ShareCard>;
}

/** A friend opens what was shared on their own phone. */
function friendsAddress(path: string): string {
  const url = new URL(window.top?.location.pathname ?? '/', location.origin);
  url.searchParams.set('as', new URLSearchParams(location.search).get('as') === 'zhou' ? 'lin' : 'zhou');
  url.hash = path;
  return url.href;
}

async function showCard(
  card: ShareCard,
  fallback: { readonly title: string; readonly path: string },
): Promise<void> {
  const { title = fallback.title, path = fallback.path, imageUrl } = (await card.promise) ?? card;
  const picture =
    imageUrl === undefined
      ? []
      : [el('img', { attributes: { src: await showableUrl(imageUrl, ''), alt: '' } })];
  const open = el('a', {
    class: 'ph-wide-button',
    text: '用另一位买家的手机打开',
    attributes: { href: friendsAddress(path), target: '_blank', rel: 'noopener' },
  });
  const close = el('button', { class: 'plain-button', text: '关闭', onClick: () => layer.close() });
  const layer = openLayer(
    [
      el('h2', { text: '发送给朋友' }),
      el(
        'div',
        { class: 'ph-share-card' },
        el('b', { text: title }),
        ...picture,
        el('small', { text: path }),
      ),
      open,
      close,
    ],
    { kind: 'sheet', label: '发送给朋友', onDismiss: () => layer.close() },
  );
}

/** The capsule: the dots share, the circle leaves. */
export function addCapsule(host: HTMLElement, router: Router, app: AppLife): void {
  const share = async (from: Readonly<Record<string, unknown>>): Promise<void> => {
    const page = router.top();
    const card = (shareOf(page.instance, from) ?? {}) as ShareCard;
    await showCard(card, { title: document.title, path: page.url });
  };
  const menu = async (): Promise<void> => {
    const { instance } = router.top();
    const canShare = methodOf(instance, 'onShareAppMessage') !== undefined;
    const items = [canShare ? '发送给朋友' : '当前页面不可转发', '重新进入小程序', '反馈与投诉'];
    const chosen = await choose(items);
    if (chosen === 0 && canShare) await share({ from: 'menu' });
    if (chosen === 1) location.reload();
  };
  host.append(
    el(
      'div',
      { class: 'ph-capsule' },
      el('button', {
        class: 'ph-capsule-dots',
        onClick: () => void menu(),
        attributes: { 'aria-label': '更多' },
      }),
      el('button', {
        class: 'ph-capsule-close',
        onClick: () => app.leave(),
        attributes: { 'aria-label': '关闭小程序' },
      }),
    ),
  );
  addToWx({ __share: (from: Readonly<Record<string, unknown>>) => void share(from) });
}
