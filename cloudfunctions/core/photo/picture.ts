import type { PhotoType } from '../../../miniprogram/contract/me';

/** A product's picture the server has looked at. */
export interface CheckedPicture {
  readonly fileId: string;
  readonly type: PhotoType;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  /** Who uploaded it, by openid. */
  readonly by: string;
  readonly checkedAtMs: number;
}

/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Further inside a JPEG no encoder hides the size; what comes first are thumbnails and colour profiles. */
const MAX_SEGMENTS = 500;

/** The size a picture says it has, from its own bytes; null where they do not say it. Not its rotation. */
export function pictureSizeOf(type: PhotoType, bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = READERS[type](view);
  return size === null || size.width === 0 || size.height === 0 ? null : size;
}

const READERS: Record<PhotoType, (view: DataView) => PictureSize | null> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
};

/** The signature, then a chunk IHDR whose data begins with both (PNG specification, 11.2.1). */
function pngSize(view: DataView): PictureSize | null {
  if (view.byteLength < 24 || view.getUint32(12) !== 0x49_48_44_52) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Segments of marker and length until the start of a frame (ITU-T T.81, B.2.2). */
function jpegSize(view: DataView): PictureSize | null {
  let at = 2;
  for (let n = 0; n < MAX_SEGMENTS && at + 9 <= view.byteLength; n++) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // Fill bytes may stand before any marker.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** SOF0–SOF15 without DHT, JPG and DAC, which share their range. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** RIFF container: lossy, lossless or extended (RFC 9649, 2.5–2.7, and RFC 6386, 9.1). */
function webpSize(view: DataView): PictureSize | null {
  if (view.byteLength < 30) return null;
  switch (view.getUint32(12)) {
    case 0x56_50_38_20:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x56_50_38_4c: {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56_50_38_58:
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return null;
  }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
