import { IDENTITY } from '../world';
import { asynchronousAll, required, WxFailure } from './call';
import { addToWx } from './registry';

/** WeChat's limits: 1 MB a key, 10 MB in all (开发文档, 存储). */
const MAX_KEY_BYTES = 1024 * 1024;
const LIMIT_KB = 10_240;

/** Each holder of the phone has their own. */
const PREFIX = `phone:${IDENTITY}:`;

function keys(): string[] {
  return Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '')
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length));
}

function write(key: string, data: unknown): void {
  const text = JSON.stringify({ data });
  if (text.length > MAX_KEY_BYTES) throw new WxFailure('entry size limit reached');
  localStorage.setItem(PREFIX + key, text);
}

/** The value, or undefined where there is none. */
function read(key: string): { readonly data?: unknown } | undefined {
  const text = localStorage.getItem(PREFIX + key);
  return text === null ? undefined : (JSON.parse(text) as { readonly data?: unknown });
}

function clear(): void {
  for (const key of keys()) localStorage.removeItem(PREFIX + key);
}

function info(): object {
  const bytes = keys().reduce((sum, key) => sum + (localStorage.getItem(PREFIX + key)?.length ?? 0), 0);
  return { keys: keys(), currentSize: Math.ceil(bytes / 1024), limitSize: LIMIT_KB };
}

/** 数据缓存. */
export function addStorage(): void {
  addToWx({
    setStorageSync: write,
    getStorageSync: (key: string) => read(key)?.data ?? '',
    removeStorageSync: (key: string) => localStorage.removeItem(PREFIX + key),
    clearStorageSync: clear,
    getStorageInfoSync: info,
    ...asynchronousAll({
      setStorage: (params) => write(String(required(params, 'key', 'string')), params['data']),
      getStorage: (params) => {
        const found = read(String(required(params, 'key', 'string')));
        if (found === undefined) throw new WxFailure('data not found');
        return { data: found.data };
      },
      removeStorage: (params) => localStorage.removeItem(PREFIX + String(required(params, 'key', 'string'))),
      clearStorage: clear,
      getStorageInfo: info,
    }),
  });
}
