import type { TabBarConfig } from '../../build/app-bundle';
import { fileUrl } from '../files';
import { el } from '../layer';

/** WeChat's own tab bar, under the pages. */
export interface TabBar {
  readonly element: HTMLElement;
  select(path: string): void;
  setBadge(index: number, text: string | undefined): void;
  setDot(index: number, shown: boolean): void;
  setItem(
    index: number,
    item: { readonly text?: string; readonly iconPath?: string; readonly selectedIconPath?: string },
  ): void;
  setStyle(style: Partial<TabBarConfig>): void;
  setShown(shown: boolean): void;
}

/** Makes it; `onTap` gets the index of what was tapped. */
export function createTabBar(config: TabBarConfig, onTap: (index: number) => void): TabBar {
  let [style, selected] = [config, ''];
  const items = config.list.map((item, index) => {
    const icon = el('img', { attributes: { alt: '' } });
    const badge = el('i', { class: 'ph-tab-badge' });
    const label = el('span', { text: item.text });
    const button = el(
      'button',
      { onClick: () => onTap(index) },
      el('span', { class: 'ph-tab-icon' }, icon, badge),
      label,
    );
    badge.hidden = true;
    return { ...item, icon, badge, label, button };
  });
  const element = el('nav', { class: 'ph-tab-bar' }, ...items.map(({ button }) => button));
  const draw = (): void => {
    element.style.backgroundColor = style.backgroundColor ?? '#ffffff';
    element.dataset['border'] = style.borderStyle ?? 'black';
    for (const { pagePath, iconPath, selectedIconPath, icon, button } of items) {
      const on = pagePath === selected;
      const source = (on ? selectedIconPath : iconPath) ?? iconPath;
      icon.hidden = source === undefined;
      if (source !== undefined) icon.src = fileUrl(source);
      button.style.color = (on ? style.selectedColor : style.color) ?? (on ? '#07c160' : '#7a7e83');
      button.setAttribute('aria-current', on ? 'page' : 'false');
    }
  };
  draw();
  const badge = (index: number, text: string | undefined, dot: boolean): void => {
    const item = items[index];
    if (!item) return;
    item.badge.hidden = text === undefined && !dot;
    item.badge.textContent = text ?? '';
    item.badge.classList.toggle('ph-dot', dot);
  };
  return {
    element,
    select: (path) => {
      selected = path;
      draw();
    },
    setBadge: (index, text) => badge(index, text, false),
    setDot: (index, shown) => badge(index, undefined, shown),
    setItem: (index, change) => {
      const item = items[index];
      if (!item) return;
      Object.assign(item, change);
      item.label.textContent = item.text;
      draw();
    },
    setStyle: (change) => {
      style = { ...style, ...change };
      draw();
    },
    setShown: (shown) => {
      element.hidden = !shown;
    },
  };
}
