import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

/** The sources DevTools opens. */
export const SOURCE_DIR = path.join(ROOT, 'miniprogram');

/** The folder WeChat looks for npm packages in; made by the install, ignored by git. */
export const NPM_FOLDER = 'miniprogram_npm';

/** The built mini program: plain JavaScript, what is uploaded and what the tests and the browser phone run. */
export const MINIPROGRAM_DIST = path.join(ROOT, 'dist', 'miniprogram');

/** The interface library as its package ships it. */
export const TDESIGN_DIR = path.join(ROOT, 'node_modules', 'tdesign-miniprogram', 'miniprogram_dist');

/** The icon font the library's own style sheet loads from the network. */
export const ICON_FONT = path.join(
  ROOT,
  'node_modules',
  'tdesign-icons-web-components',
  'esm',
  'iconfont',
  't.ttf',
);
