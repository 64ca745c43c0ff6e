import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { pictureSizeOf } from '../../../../cloudfunctions/core/photo/picture';
import { PHOTO_TYPES } from '../../../../miniprogram/contract/me';
import { pngOf } from '../../../fixtures/draft';

/** Start of image, an application segment of some length, fill bytes, then a frame of 640 × 480. */
function jpegOf(marker: number): Uint8Array {
  const frame = [0xff, marker, 0, 17, 8, 480 >> 8, 480 & 255, 640 >> 8, 640 & 255, 3];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 6, 1, 2, 3, 4, 0xff, ...frame]);
}
function webpOf(kind: string, data: readonly number[]): Uint8Array {
  const head = Array.from(`RIFF\0\0\0\0WEBP${kind}\0\0\0\0`, (sign) => sign.charCodeAt(0));
  return Uint8Array.from([...head, ...data, ...Array.from({ length: 16 }, () => 0)]);
}

describe('the size of a picture', () => {
  it.each([
    ['PNG', 'image/png', pngOf(640, 480)],
    ['baseline JPEG', 'image/jpeg', jpegOf(0xc0)],
    ['progressive JPEG', 'image/jpeg', jpegOf(0xc2)],
    // RFC 6386: frame tag, start code, then 14 bits each, scale above.
    ['lossy WebP', 'image/webp', webpOf('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x42, 0xe0, 0x01])],
    // RFC 9649: signature, then 14 bits each of size less one.
    ['lossless WebP', 'image/webp', webpOf('VP8L', [0x2f, 0x7f, 0xc2, 0x77, 0x00])],
    ['extended WebP', 'image/webp', webpOf('VP8X', [0, 0, 0, 0, 0x7f, 0x02, 0, 0xdf, 0x01, 0])],
  ] as const)('is read from a %s', (_name, type, bytes) => {
    expect(pictureSizeOf(type, bytes)).toEqual({ width: 640, height: 480 });
  });

  it.each([
    ['a JPEG without a frame', 'image/jpeg', jpegOf(0xc4)],
    ['a PNG of no width', 'image/png', pngOf(0, 480)],
    ['a WebP of another kind', 'image/webp', webpOf('ALPH', [])],
  ] as const)('is not found in %s', (_name, type, bytes) => {
    expect(pictureSizeOf(type, bytes)).toBeNull();
  });

  it('is never read beyond the end, nor for ever, of any bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PHOTO_TYPES), fc.uint8Array({ maxLength: 200 }), (type, bytes) => {
        const size = pictureSizeOf(type, bytes);
        if (size !== null) expect(Math.min(size.width, size.height)).toBeGreaterThan(0);
      }),
    );
    for (const type of PHOTO_TYPES) expect(pictureSizeOf(type, new Uint8Array(0))).toBeNull();
  });
});
