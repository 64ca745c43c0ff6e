import { isObject, malformed, type Read } from './read';

const ERROR_CODE = /^\w{1,64}$/;

/** Reads `code` of an error body. Such a body is signed by nobody, so only a short plain word is let through. */
export function readErrorCode(value: unknown): Read<string> {
  const code = isObject(value) ? value['code'] : undefined;
  return typeof code === 'string' && ERROR_CODE.test(code)
    ? { kind: 'read', value: code }
    : malformed('no code');
}
