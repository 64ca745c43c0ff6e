import { MAX_PHOTO_BYTES } from '../../miniprogram/contract/me';
import { pathOfFile, photoTypeOf } from '../core/photo/photo-type';
import type { CheckedPicture } from '../core/photo/picture';
import { pictureSizeOf } from '../core/photo/picture';
import type { Actor } from '../core/shop/actor';
import type { Clock } from '../ports/clock';
import type { Files } from '../ports/files';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';

/** A picture that may be used for products, or why not; a refused file of one's own is deleted. */
export type CheckPictureResult =
  | { readonly kind: 'checked'; readonly picture: CheckedPicture }
  | {
      readonly kind: 'refused';
      readonly refusal: 'PICTURE_NOT_FOUND' | 'PICTURE_TYPE' | 'PICTURE_TOO_LARGE';
    };

/** The path below which somebody's pictures of products lie; nobody can tell the openid from it. */
export function picturePrefix(ids: Ids, openid: string): string {
  return `products/${ids.derived('pictures', openid)}/`;
}

/** Looks at an uploaded picture's own bytes, only below the uploader's own path. Safe to repeat. */
export async function checkPicture(
  deps: { readonly store: Store; readonly files: Files; readonly clock: Clock; readonly ids: Ids },
  { actor, fileId }: { readonly actor: Actor; readonly fileId: string },
): Promise<CheckPictureResult> {
  const path = pathOfFile(fileId);
  if (path === null || !path.startsWith(picturePrefix(deps.ids, actor.openid)))
    return { kind: 'refused', refusal: 'PICTURE_NOT_FOUND' };
  const found = await deps.files.read(fileId, MAX_PHOTO_BYTES);
  if (found.kind === 'notFound') return { kind: 'refused', refusal: 'PICTURE_NOT_FOUND' };
  const type = found.kind === 'read' ? photoTypeOf(found.bytes) : null;
  const size = found.kind === 'read' && type !== null ? pictureSizeOf(type, found.bytes) : null;
  if (found.kind === 'tooLarge' || type === null || size === null) {
    await deps.files.remove([fileId]);
    return { kind: 'refused', refusal: found.kind === 'tooLarge' ? 'PICTURE_TOO_LARGE' : 'PICTURE_TYPE' };
  }
  const { openid: by } = actor;
  const checkedAtMs = deps.clock.nowMs();
  const picture = { fileId, type, bytes: found.bytes.length, ...size, by, checkedAtMs };
  await deps.store.recordPicture(picture);
  return { kind: 'checked', picture };
}
