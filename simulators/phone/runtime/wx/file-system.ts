import { dropFile, keptFile, keptPaths, putFile } from '../files';
import { el, openLayer } from '../layer';
import { forgetUserFile, keepUserFile, keptUserFiles } from '../user-files';
import { asynchronous, asynchronousAll, required, textOf, WxFailure } from './call';
import type { Params } from './call';
import { addToWx } from './registry';

/** The folder a mini program may write into (开发文档, 文件系统). */
export const USER_FOLDER = 'wxfile://usr';
/** All files of a mini program together. */
const MOST_BYTES = 200 * 1024 * 1024;

const ENCODINGS = ['utf8', 'utf-8', 'base64', 'hex', 'ascii', 'latin1', 'binary'] as const;
type Encoding = (typeof ENCODINGS)[number];

/** What was written, ready to be read at once; a picture that was chosen can only be read in time. */
const bytesAt = new Map<string, Uint8Array<ArrayBuffer>>();
const folders = new Set([USER_FOLDER]);

function encodingOf(value: unknown): Encoding {
  if (value === undefined) return 'utf8';
  const found = ENCODINGS.find((encoding) => encoding === value);
  if (found === undefined) throw new WxFailure(`invalid encoding ${JSON.stringify(value)}`);
  return found;
}

function fromBinary(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function bytesOf(data: unknown, encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0));
  if (typeof data !== 'string')
    throw new WxFailure('parameter error: parameter.data should be String or ArrayBuffer');
  switch (encoding) {
    case 'base64':
      return fromBinary(atob(data));
    case 'hex':
      return Uint8Array.from(data.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    case 'ascii':
    case 'latin1':
    case 'binary':
      return fromBinary(data);
    case 'utf8':
    case 'utf-8':
      return new TextEncoder().encode(data);
  }
}

function textIn(bytes: Uint8Array, encoding: Encoding): string {
  const binary = (): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  switch (encoding) {
    case 'base64':
      return btoa(binary());
    case 'hex':
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'ascii':
    case 'latin1':
    case 'binary':
      return binary();
    case 'utf8':
    case 'utf-8':
      return new TextDecoder().decode(bytes);
  }
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

function writable(path: string): string {
  if (!path.startsWith(`${USER_FOLDER}/`)) throw new WxFailure(`permission denied, open "${path}"`);
  if (!folders.has(folderOf(path))) throw new WxFailure(`no such file or directory, open "${path}"`);
  return path;
}

function put(path: string, bytes: Uint8Array<ArrayBuffer>): void {
  const others = keptPaths(USER_FOLDER).filter((other) => other !== path);
  const size = others.reduce((sum, other) => sum + (keptFile(other)?.size ?? 0), bytes.length);
  if (size > MOST_BYTES) throw new WxFailure('the maximum size of the file storage limit is exceeded');
  hold(path, bytes);
  keepUserFile(path, bytes);
}

function hold(path: string, bytes: Uint8Array<ArrayBuffer>): void {
  bytesAt.set(path, bytes);
  putFile(path, new Blob([bytes]));
}

/** What was written on earlier visits is there before the mini program runs: it may read at once. */
export async function openUserFolder(): Promise<void> {
  for (const [path, bytes] of await keptUserFiles())
    if (bytes === null) folders.add(path);
    else hold(path, bytes);
}

function makeFolder(path: string): void {
  folders.add(path);
  keepUserFile(path, null);
}

const pathIn = (params: Params): string => String(required(params, 'filePath', 'string'));

function write(params: Params): void {
  put(writable(pathIn(params)), bytesOf(params['data'], encodingOf(params['encoding'])));
}

function append(params: Params): void {
  const path = writable(pathIn(params));
  const before = bytesAt.get(path);
  if (before === undefined) throw new WxFailure(`no such file or directory, open "${path}"`);
  put(path, new Uint8Array([...before, ...bytesOf(params['data'], encodingOf(params['encoding']))]));
}

/** The content as text, or as bytes where no encoding is named. */
function content(bytes: Uint8Array<ArrayBuffer>, encoding: unknown): string | ArrayBuffer {
  return encoding === undefined ? bytes.slice().buffer : textIn(bytes, encodingOf(encoding));
}

function readNow(params: Params): string | ArrayBuffer {
  const path = pathIn(params);
  const bytes = bytesAt.get(path);
  if (bytes === undefined) throw new WxFailure(`no such file or directory, open "${path}"`);
  return content(bytes, params['encoding']);
}

async function read(params: Params): Promise<Params> {
  const file = keptFile(pathIn(params));
  if (file === undefined) throw new WxFailure(`no such file or directory, open "${pathIn(params)}"`);
  return { data: content(new Uint8Array(await file.arrayBuffer()), params['encoding']) };
}

function exists(path: string): boolean {
  return folders.has(path) || keptFile(path) !== undefined;
}

function access(params: Params): void {
  const path = String(required(params, 'path', 'string'));
  if (!exists(path)) throw new WxFailure(`no such file or directory, access "${path}"`);
}

function unlink(params: Params): void {
  const path = writable(pathIn(params));
  bytesAt.delete(path);
  forgetUserFile(path);
  if (!dropFile(path)) throw new WxFailure(`no such file or directory, unlink "${path}"`);
}

function mkdir(params: Params): void {
  const path = String(required(params, 'dirPath', 'string'));
  if (folders.has(path)) throw new WxFailure(`file already exists, mkdir "${path}"`);
  if (params['recursive'] === true)
    for (let end = USER_FOLDER.length + 1; end > 0; end = path.indexOf('/', end) + 1)
      makeFolder(path.slice(0, end - 1));
  makeFolder(writable(path));
}

function readdir(params: Params): { readonly files: readonly string[] } {
  const path = String(required(params, 'dirPath', 'string'));
  if (!folders.has(path)) throw new WxFailure(`no such file or directory, scandir "${path}"`);
  const below = [...keptPaths(path), ...[...folders].filter((folder) => folder.startsWith(`${path}/`))];
  return { files: [...new Set(below.map((one) => one.slice(path.length + 1).split('/')[0] ?? ''))] };
}

function info(params: Params): Params {
  const file = keptFile(pathIn(params));
  if (file === undefined) throw new WxFailure(`no such file or directory, stat "${pathIn(params)}"`);
  return { size: file.size };
}

/** A function that ends at once: its failure is thrown, in WeChat's words. */
function atOnce<Result>(name: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof WxFailure) throw new Error(`${name}:fail ${cause.message}`, { cause });
    throw cause;
  }
}

const MANAGER = {
  ...asynchronousAll({
    writeFile: write,
    appendFile: append,
    readFile: read,
    access,
    unlink,
    mkdir,
    readdir,
    getFileInfo: info,
  }),
  writeFileSync: (filePath: unknown, data: unknown, encoding?: unknown) =>
    atOnce('writeFileSync', () => write({ filePath, data, encoding })),
  appendFileSync: (filePath: unknown, data: unknown, encoding?: unknown) =>
    atOnce('appendFileSync', () => append({ filePath, data, encoding })),
  readFileSync: (filePath: unknown, encoding?: unknown) =>
    atOnce('readFileSync', () => readNow({ filePath, encoding })),
  accessSync: (path: unknown) => atOnce('accessSync', () => access({ path })),
  unlinkSync: (filePath: unknown) => atOnce('unlinkSync', () => unlink({ filePath })),
  mkdirSync: (dirPath: unknown, recursive?: unknown) =>
    atOnce('mkdirSync', () => mkdir({ dirPath, recursive })),
  readdirSync: (dirPath: unknown) => atOnce('readdirSync', () => readdir({ dirPath }).files),
} as const;

/** A friend gets the file: here it can be saved and looked at. */
function shareFileMessage(params: Params): Promise<void> {
  const path = String(required(params, 'filePath', 'string'));
  const file = keptFile(path);
  if (file === undefined) throw new WxFailure(`file doesn't exist`);
  if (!navigator.userActivation.isActive) throw new WxFailure('can only be invoked by user TAP gesture.');
  const name = textOf(params, 'fileName', path.split('/').at(-1));
  const href = URL.createObjectURL(file);
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => (): void => {
      layer.close();
      finish();
      // The browser takes its time to save.
      window.setTimeout(() => URL.revokeObjectURL(href), 10_000);
    };
    const cancel = end(() => reject(new WxFailure('cancel')));
    const layer = openLayer(
      [
        el('h2', { text: '转发文件' }),
        el(
          'div',
          { class: 'ph-share-card' },
          el('b', { text: name }),
          el('small', { text: `${Math.ceil(file.size / 1024)} KB` }),
        ),
        el('a', {
          class: 'ph-wide-button',
          text: '发送，并存到这台电脑',
          attributes: { href, download: name },
          onClick: end(() => resolve()),
        }),
        el('button', { text: '取消', onClick: cancel }),
      ],
      { kind: 'sheet', label: '转发文件', onDismiss: cancel },
    );
  });
}

/** 文件: the file system, and a file that is given to somebody. */
export function addFileSystem(): void {
  addToWx({
    getFileSystemManager: () => MANAGER,
    shareFileMessage: asynchronous('shareFileMessage', shareFileMessage),
  });
}
