import { readCode } from '../camera';
import type { CodeInSight } from '../camera';
import { pictureOf } from '../canvas';
import { keepFile, keptFile, showableUrl } from '../files';
import { el, openLayer } from '../layer';
import { reach } from '../world';
import { asynchronousAll, required, textOf, WxFailure } from './call';
import type { Params } from './call';
import { choose } from './dialogs';
import { withConsent } from './privacy';
import { addToWx } from './registry';

/** Asks the browser for files; resolves to none when the shopper changed their mind. */
function pickFiles(accept: string, count: number): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = el('input', { attributes: { type: 'file', accept } });
    input.multiple = count > 1;
    input.hidden = true;
    input.addEventListener('change', () => end([...(input.files ?? [])].slice(0, count)));
    input.addEventListener('cancel', () => end([]));
    const end = (files: readonly File[]): void => {
      input.remove();
      resolve(files);
    };
    document.body.append(input);
    input.click();
  });
}

/** A picture for those who have none at hand. */
async function samplePicture(): Promise<File> {
  const canvas = new OffscreenCanvas(600, 600);
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#dfe9e2';
    context.fillRect(0, 0, 600, 600);
    context.fillStyle = '#4d7a5f';
    context.beginPath();
    context.arc(300, 320, 170, 0, Math.PI * 2);
    context.fill();
    context.fillStyle = '#fffdf5';
    context.font = '600 56px sans-serif';
    context.textAlign = 'center';
    context.fillText('示例照片', 300, 338);
  }
  return new File([await canvas.convertToBlob({ type: 'image/png' })], 'sample.png', { type: 'image/png' });
}

async function chooseFiles(params: Params, accept: string): Promise<readonly File[]> {
  const source = await choose(['从电脑或手机选择', '用一张示例照片']);
  const files =
    source === null
      ? []
      : source === 1
        ? [await samplePicture()]
        : await pickFiles(accept, Number(params['count'] ?? 9));
  if (files.length === 0) throw new WxFailure('cancel');
  return files;
}

function extensionOf({ name, type }: File): string {
  return /\.(\w+)$/.exec(name)?.[1] ?? type.split('/')[1] ?? 'bin';
}

async function chooseMedia(params: Params): Promise<Params> {
  const types = (params['mediaType'] ?? ['image', 'video']) as readonly string[];
  const accept = types.map((type) => (type === 'mix' ? 'image/*,video/*' : `${type}/*`)).join(',');
  const files = await chooseFiles(params, accept);
  const tempFiles = await Promise.all(
    files.map(async (file) => {
      const fileType = file.type.startsWith('video/') ? 'video' : 'image';
      const picture = fileType === 'image' ? await createImageBitmap(file) : undefined;
      const tempFilePath = keepFile(file, extensionOf(file));
      return {
        tempFilePath,
        size: file.size,
        fileType,
        width: picture?.width ?? 0,
        height: picture?.height ?? 0,
      };
    }),
  );
  return { tempFiles, type: types.includes('video') ? 'mix' : 'image' };
}

async function chooseImage(params: Params): Promise<Params> {
  const files = await chooseFiles(params, 'image/*');
  const tempFiles = files.map((file) => ({ path: keepFile(file, extensionOf(file)), size: file.size }));
  return { tempFiles, tempFilePaths: tempFiles.map(({ path }) => path) };
}

async function compressImage(params: Params): Promise<Params> {
  const file = keptFile(textOf(params, 'src'));
  if (file === undefined) throw new WxFailure('file not found');
  const picture = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  const quality = Number(params['quality'] ?? 80) / 100;
  return { tempFilePath: keepFile(await canvas.convertToBlob({ type: 'image/jpeg', quality }), 'jpg') };
}

async function getImageInfo(params: Params): Promise<Params> {
  const path = String(required(params, 'src', 'string'));
  const image = new Image();
  image.src = await showableUrl(path, '');
  await image.decode().catch(() => {
    throw new WxFailure(`image not found: ${path}`);
  });
  return { width: image.naturalWidth, height: image.naturalHeight, path, orientation: 'up', type: 'unknown' };
}

async function canvasToTempFilePath(params: Params): Promise<Params> {
  const { canvas } = params;
  if (!(canvas instanceof HTMLCanvasElement || canvas instanceof OffscreenCanvas))
    throw new WxFailure('invalid canvas');
  const number = (name: string, otherwise: number): number => Number(params[name] ?? otherwise);
  const [x, y] = [number('x', 0), number('y', 0)];
  const [width, height] = [number('width', canvas.width - x), number('height', canvas.height - y)];
  const isJpeg = params['fileType'] === 'jpg';
  const picture = await pictureOf(canvas, {
    x,
    y,
    width,
    height,
    destWidth: number('destWidth', width * window.devicePixelRatio),
    destHeight: number('destHeight', height * window.devicePixelRatio),
    type: isJpeg ? 'image/jpeg' : 'image/png',
    quality: number('quality', 1),
  });
  return { tempFilePath: keepFile(picture, isJpeg ? 'jpg' : 'png') };
}

/** A payment code has 18 digits, goods have 8 to 14. */
function scanTypeOf(code: string): string {
  if (/^\d{18}$/.test(code)) return 'CODE_128';
  if (/^\d{8}$/.test(code)) return 'EAN_8';
  return /^\d{12,14}$/.test(code) ? 'EAN_13' : 'QR_CODE';
}

/** Pictures over the whole screen; a tap closes, the dots show which one. */
async function previewImage(params: Params): Promise<void> {
  const urls = required(params, 'urls', 'object') as readonly string[];
  const current = params['current'];
  const first = typeof current === 'number' ? current : Math.max(0, urls.indexOf(textOf(params, 'current')));
  const pictures = await Promise.all(
    urls.map(async (url) => el('img', { attributes: { src: await showableUrl(url, ''), alt: '' } })),
  );
  const strip = el('div', { class: 'ph-preview-strip' }, ...pictures);
  const count = el('p', { class: 'ph-preview-count', text: `${first + 1} / ${urls.length}` });
  const layer = openLayer([strip, count], {
    kind: 'full',
    label: '图片预览',
    onDismiss: () => layer.close(),
  });
  layer.element.classList.add('ph-preview');
  strip.scrollLeft = first * strip.clientWidth;
  strip.addEventListener('scroll', () => {
    count.textContent = `${Math.round(strip.scrollLeft / strip.clientWidth) + 1} / ${urls.length}`;
  });
  strip.addEventListener('click', () => layer.close());
}

/** Payment codes on other phones of this world; one goes from counter to counter with both kinds of code. */
async function codesInSight({ scanType }: Params): Promise<readonly CodeInSight[]> {
  const kinds = (scanType ?? ['barCode', 'qrCode']) as readonly string[];
  if (!kinds.includes('barCode') || !kinds.includes('qrCode')) return [];
  const response = await reach('/pay/codes').catch(() => undefined);
  if (response?.ok !== true) return [];
  const { codes } = (await response.json()) as {
    readonly codes: readonly { readonly code: string; readonly name: string }[];
  };
  return codes.map(({ code, name }) => ({ code, words: `${name}的付款码 ${code}` }));
}

async function scanCode(params: Params): Promise<Params> {
  const result = await readCode(await codesInSight(params));
  if (result === null) throw new WxFailure('cancel');
  return { result, scanType: scanTypeOf(result), charSet: 'utf-8', rawData: '', path: '' };
}

async function saveImageToPhotosAlbum(params: Params): Promise<void> {
  const url = await showableUrl(String(required(params, 'filePath', 'string')), '');
  el('a', { attributes: { href: url, download: '' } }).click();
}

/** 媒体, 扫码. */
export function addMedia(): void {
  addToWx(asynchronousAll(withConsent({ chooseMedia, chooseImage, saveImageToPhotosAlbum })));
  addToWx(
    asynchronousAll({
      compressImage,
      getImageInfo,
      canvasToTempFilePath,
      previewImage,
      previewMedia: (params) =>
        previewImage({
          urls: (params['sources'] as readonly { readonly url: string }[]).map(({ url }) => url),
          current: params['current'],
        }),
      scanCode,
    }),
  );
}
