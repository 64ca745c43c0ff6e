import type { Theme } from './frame-link';
import { listeners } from './wx/call';
import type { Listeners } from './wx/call';

/** What the phone's own settings say. */
export interface Settings {
  theme(): Theme;
  setTheme(theme: Theme): void;
  readonly themeListeners: Listeners;
  /** The size of WeChat's text, in pixels; 17 is the middle. */
  fontSize(): number;
  setFontSize(pixels: number): void;
}

/** Settings as the frame gave them in the address, else the browser's own. `darkmode`: the app knows dark. */
export function createSettings(darkmode: boolean): Settings {
  const asked = new URLSearchParams(location.search);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const themeListeners = listeners('ThemeChange');
  const wanted = asked.get('theme');
  let chosen: Theme | undefined = wanted === 'dark' || wanted === 'light' ? wanted : undefined;
  let fontSize = Number(asked.get('font') ?? 17);
  const theme = (): Theme => (darkmode ? (chosen ?? (dark.matches ? 'dark' : 'light')) : 'light');
  const changing = (change: () => void): void => {
    const before = theme();
    change();
    if (theme() !== before) themeListeners.tell({ theme: theme() });
  };
  dark.addEventListener('change', ({ matches }) => {
    if (chosen === undefined && darkmode) themeListeners.tell({ theme: matches ? 'dark' : 'light' });
  });
  const setFontSize = (pixels: number): void => {
    fontSize = pixels;
    document.documentElement.style.setProperty('--ph-system-font', `${(pixels / 17) * 16}px`);
  };
  setFontSize(fontSize);
  return {
    theme,
    setTheme: (now) => changing(() => (chosen = now)),
    themeListeners,
    fontSize: () => fontSize,
    setFontSize,
  };
}
