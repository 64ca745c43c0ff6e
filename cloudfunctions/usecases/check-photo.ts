import { MAX_PHOTO_BYTES } from '../../miniprogram/contract/me';
import type { PhotoType } from '../../miniprogram/contract/me';
import type { ShopRefusal } from '../../miniprogram/contract/shop';
import { pathOfFile, photoTypeOf } from '../core/photo/photo-type';
import type { Clock } from '../ports/clock';
import type { Files } from '../ports/files';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';

/** A photo that may be used, or why not; a refused file of one's own is deleted. */
export type CheckPhotoResult =
  | {
      readonly kind: 'checked';
      readonly photo: { readonly fileId: string; readonly type: PhotoType; readonly bytes: number };
    }
  | {
      readonly kind: 'refused';
      readonly refusal: Extract<ShopRefusal, 'PHOTO_NOT_FOUND' | 'PHOTO_TYPE' | 'PHOTO_TOO_LARGE'>;
    };

/** The path below which a shopper's photos lie; nobody can tell the openid from it. */
export function photoPrefix(ids: Ids, openid: string): string {
  return `photos/${ids.derived('photos', openid)}/`;
}

/**
 * Looks at an uploaded file's own bytes. Only below the shopper's own path: another's photo looks like one that is
 * not there. Safe to repeat.
 */
export async function checkPhoto(
  deps: { readonly store: Store; readonly files: Files; readonly clock: Clock; readonly ids: Ids },
  wish: { readonly openid: string; readonly fileId: string },
): Promise<CheckPhotoResult> {
  const { openid, fileId } = wish;
  const path = pathOfFile(fileId);
  if (path === null || !path.startsWith(photoPrefix(deps.ids, openid)))
    return { kind: 'refused', refusal: 'PHOTO_NOT_FOUND' };
  const found = await deps.files.read(fileId, MAX_PHOTO_BYTES);
  if (found.kind === 'notFound') return { kind: 'refused', refusal: 'PHOTO_NOT_FOUND' };
  const type = found.kind === 'read' ? photoTypeOf(found.bytes) : null;
  if (found.kind === 'tooLarge' || type === null) {
    await deps.files.remove([fileId]);
    return { kind: 'refused', refusal: found.kind === 'tooLarge' ? 'PHOTO_TOO_LARGE' : 'PHOTO_TYPE' };
  }
  const photo = { fileId, type, bytes: found.bytes.length };
  await deps.store.recordPhoto({ ...photo, openid, checkedAtMs: deps.clock.nowMs() });
  return { kind: 'checked', photo };
}
