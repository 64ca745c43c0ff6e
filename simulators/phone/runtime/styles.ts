import type { AppBundle } from '../build/app-bundle';
import type { Theme } from './frame-link';

const DARK = /\(\s*prefers-color-scheme\s*:\s*dark\s*\)/g;
const LIGHT = /\(\s*prefers-color-scheme\s*:\s*light\s*\)/g;
const ALWAYS = '(min-width: 0)';
const NEVER = '(max-width: 0)';

/** The style sheets of the running mini program. */
export interface Styles {
  /** A component said in its script that it shares its classes after all. */
  share(path: string): void;
  /** Draws them for a theme: the switch in the frame counts, not the browser's own setting. */
  draw(theme: Theme): void;
}

export function createStyles({ appCss, sheets }: AppBundle): Styles {
  const element = document.head.appendChild(document.createElement('style'));
  const shared = new Set<string>();
  return {
    share: (path) => void shared.add(path),
    draw: (theme) => {
      const texts = Object.entries(sheets).map(([path, { css, scope }]) =>
        shared.has(path) && scope !== '' ? css.replaceAll(`.${scope}--`, '.') : css,
      );
      element.textContent = [appCss, ...texts]
        .join('\n')
        .replaceAll(DARK, theme === 'dark' ? ALWAYS : NEVER)
        .replaceAll(LIGHT, theme === 'light' ? ALWAYS : NEVER);
      document.documentElement.dataset['theme'] = theme;
    },
  };
}
