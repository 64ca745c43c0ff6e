/** A page with what stands behind its `?`. */
export interface PageUrl {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** `/path?query`, absolute. */
  readonly url: string;
}

/** Reads `url` as the page at `from` means it. Values stay as they are written: WeChat does not decode them. */
export function parsePageUrl(url: string, from = ''): PageUrl {
  const [place = '', search = ''] = url.split(/\?(.*)/s, 2);
  const folder = from.split('/').slice(0, -1);
  const parts = place.startsWith('/') ? [] : folder;
  for (const part of place.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const path = parts.join('/').replace(/\.html$/, '');
  const pairs = search
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
      return [name, value] as const;
    });
  return { path, query: Object.fromEntries(pairs), url: `/${path}${search === '' ? '' : `?${search}`}` };
}
