// Scheme, host and port, then path and query; a name before `@`, a backslash and a fragment have no place here.
const ABSOLUTE = /^(https?:\/\/[^/?#\\@\s]+)(\/[\x21-\x7e]*)$/i;
const RELATIVE = /^\/[\x21-\x7e]*$/;
const UNSAFE = /[\\#]|^\/\//;

/** Where a bill lies: one of our own hosts, and the path and query to sign and send as they stand. */
export interface BillAddress {
  readonly host: URL;
  readonly path: string;
}

/**
 * Finds the host that a `download_url` names among `hosts`. Null for every other host: our signature goes to nobody
 * whom the settings do not name. An address without a host belongs to the first of them.
 */
export function billAddress(downloadUrl: string, hosts: readonly URL[]): BillAddress | null {
  const [, origin, absolutePath] = ABSOLUTE.exec(downloadUrl) ?? [];
  const path = absolutePath ?? (RELATIVE.test(downloadUrl) ? downloadUrl : undefined);
  if (path === undefined || UNSAFE.test(path)) return null;
  if (origin !== undefined && !URL.canParse(origin)) return null;
  const host = origin === undefined ? hosts[0] : hosts.find((one) => one.origin === new URL(origin).origin);
  return host === undefined ? null : { host, path };
}
