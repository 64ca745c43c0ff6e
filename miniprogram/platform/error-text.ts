/** What a `wx` call says when it fails, e.g. `requestPayment:fail cancel`. */
export function errorText(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'errMsg' in error && typeof error.errMsg === 'string')
    return error.errMsg;
  return error instanceof Error ? error.message : String(error);
}

/**
 * True when the person keeps their data to themselves: they did not agree to the privacy agreement. A choice and no
 * error. For some seconds WeChat then answers for them, without asking.
 */
export function isDeclined(error: unknown): boolean {
  const errno = typeof error === 'object' && error !== null && 'errno' in error ? error.errno : undefined;
  return errno === 104 || errno === 103 || /privacy permission is not authorized/i.test(errorText(error));
}

/** True when the person closed the system's sheet: nothing went wrong, so nothing is said. */
export function isCancel(error: unknown): boolean {
  return /:fail (auth )?(cancel|deny)/i.test(errorText(error));
}
