import { createRequire } from 'node:module';
import path from 'node:path';
import type { session } from '../../../../miniprogram/stores/session';

const BUILT = path.resolve(__dirname, '../../../../dist/miniprogram/stores/session.js');

/** Who holds the phone, as the built pages know it: they do not load the sources. */
export function sessionOf(): typeof session {
  return (createRequire(__filename)(BUILT) as { readonly session: typeof session }).session;
}
