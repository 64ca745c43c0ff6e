import { showableUrl } from './files';
import { reportProblem } from './problems';

/** A picture that a canvas can draw, from any address a mini program may name. */
function createImage(): HTMLImageElement {
  const image = new Image();
  const { set, get } = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src') ?? {};
  Object.defineProperty(image, 'src', {
    get: () => get?.call(image) as string,
    set: (source: string) => {
      const fail = (cause: unknown): void => {
        reportProblem('canvas', cause);
        image.dispatchEvent(new Event('error'));
      };
      showableUrl(source, '').then((url) => set?.call(image, url), fail);
    },
  });
  return image;
}

const dressed = new WeakSet<object>();

/** A canvas as scripts know it (开发文档, Canvas): the browser's own, with the members WeChat adds. */
export function canvasOf<Canvas extends HTMLCanvasElement | OffscreenCanvas>(canvas: Canvas): Canvas {
  if (dressed.has(canvas)) return canvas;
  dressed.add(canvas);
  return Object.assign(canvas, {
    createImage,
    createImageData: (width: number, height: number) => new ImageData(width, height),
    createPath2D: (path?: Path2D | string) => new Path2D(path),
    requestAnimationFrame: (draw: FrameRequestCallback) => requestAnimationFrame(draw),
    cancelAnimationFrame: (id: number) => cancelAnimationFrame(id),
  });
}

/** The part of a canvas to be kept, in the size it is to have. */
export interface CanvasCut {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly destWidth: number;
  readonly destHeight: number;
  readonly type: 'image/png' | 'image/jpeg';
  /** 0 to 1, for JPEG. */
  readonly quality: number;
}

/** A picture of a part of a canvas. */
export function pictureOf(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  { x, y, width, height, destWidth, destHeight, type, quality }: CanvasCut,
): Promise<Blob> {
  const copy = new OffscreenCanvas(destWidth, destHeight);
  copy.getContext('2d')?.drawImage(canvas, x, y, width, height, 0, 0, destWidth, destHeight);
  return copy.convertToBlob({ type, quality });
}
