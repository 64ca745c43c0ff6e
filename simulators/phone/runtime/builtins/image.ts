import { showableUrl } from '../files';
import type { Builtin, Host, Mounted } from './builtin';

/** `mode` as CSS (开发文档, image). */
const FIT: Readonly<Record<string, string>> = {
  scaleToFill: 'fill',
  aspectFit: 'contain',
  aspectFill: 'cover',
  widthFix: 'fill',
  heightFix: 'fill',
};

const PROPERTIES = {
  src: String,
  mode: { type: String, value: 'scaleToFill' },
  lazyLoad: Boolean,
  fadeIn: Boolean,
  webp: Boolean,
  showMenuByLongpress: Boolean,
  forceHttps: Boolean,
} as const;

function mountImage({ element, text, flag, trigger, node }: Host): Mounted {
  const image = element.appendChild(document.createElement('img'));
  let shown = '';
  image.draggable = false;
  image.alt = '';
  image.addEventListener('load', () =>
    trigger('load', { width: image.naturalWidth, height: image.naturalHeight }),
  );
  image.addEventListener('error', () => {
    if (shown !== '') trigger('error', { errMsg: `GET ${text('src')} 404 (Not Found)` });
  });
  const show = async (source: string): Promise<void> => {
    const url = await showableUrl(source, node.ownerShadowRoot?.getHostNode().is ?? '');
    if (source === shown) image.src = url;
  };
  return {
    update: () => {
      const mode = text('mode');
      element.setAttribute('mode', mode);
      image.style.objectFit = FIT[mode] ?? 'none';
      if (!(mode in FIT)) image.style.objectPosition = mode;
      image.loading = flag('lazyLoad') ? 'lazy' : 'eager';
      image.alt = text('ariaLabel');
      const source = text('src');
      if (source === shown) return;
      shown = source;
      if (source === '') image.removeAttribute('src');
      else void show(source);
    },
  };
}

export const IMAGES: readonly Builtin[] = [
  { tag: 'image', properties: PROPERTIES, mount: mountImage },
  { tag: 'cover-image', properties: PROPERTIES, mount: mountImage },
];
