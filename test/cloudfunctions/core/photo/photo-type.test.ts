import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pathOfFile, photoTypeOf } from '../../../../cloudfunctions/core/photo/photo-type';

const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))),
  );

describe('a photo', () => {
  it.each([
    ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0, 'JFIF')],
    ['image/png', bytes(0x89, 'PNG\r\n', 0x1a, '\n', 'IHDR')],
    ['image/webp', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 ')],
  ])('is %s by its first bytes', (type, file) => {
    expect(photoTypeOf(file)).toBe(type);
  });

  it.each([
    ['nothing', bytes()],
    ['half a JPEG sign', bytes(0xff, 0xd8)],
    ['a GIF', bytes('GIF89a')],
    ['a sound in the same container as WebP', bytes('RIFF', 1, 2, 3, 4, 'WAVEfmt ')],
    ['a script', bytes('<svg onload="x"/>')],
    ['a PNG sign further behind', bytes(' ', 0x89, 'PNG\r\n', 0x1a, '\n')],
  ])('is not %s', (_name, file) => {
    expect(photoTypeOf(file)).toBeNull();
  });

  it('is told from any bytes without a failure', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (file) =>
        [null, 'image/jpeg', 'image/png', 'image/webp'].includes(photoTypeOf(file)),
      ),
    );
  });
});

describe('the path of a file', () => {
  it.each([
    ['cloud://env.bucket/photos/a/1.jpg', 'photos/a/1.jpg'],
    ['https://example.com/photos/a/1.jpg', null],
    ['cloud:///photos', null],
    ['cloud://env', null],
    ['photos/a/1.jpg', null],
  ])('of %s is %s', (fileId, path) => {
    expect(pathOfFile(fileId)).toBe(path);
  });
});
