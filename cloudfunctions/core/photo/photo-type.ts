import type { PhotoType } from '../../../miniprogram/contract/me';

function startsWith(bytes: Uint8Array, signs: readonly number[], from = 0): boolean {
  return signs.every((sign, at) => bytes[from + at] === sign);
}

const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** `RIFF`, four bytes of length, `WEBP`. */
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];

/** What kind of photo the bytes are, by their own first signs and not by any name; null for anything else. */
export function photoTypeOf(bytes: Uint8Array): PhotoType | null {
  if (startsWith(bytes, JPEG)) return 'image/jpeg';
  if (startsWith(bytes, PNG)) return 'image/png';
  if (startsWith(bytes, RIFF) && startsWith(bytes, WEBP, 8)) return 'image/webp';
  return null;
}

/** The path inside the storage of a `cloud://environment.bucket/path` address, or null. */
export function pathOfFile(fileId: string): string | null {
  return /^cloud:\/\/[0-9A-Za-z_.-]+\/(.+)$/.exec(fileId)?.[1] ?? null;
}
