/** Where the world behind the phone answers. */
export interface Upstream {
  readonly cloudUrl: string;
  /** The control plane of the WeChat Pay simulator, `…/__sim`. */
  readonly controlUrl: string;
}

/** The world did not answer, or not with JSON. */
export class UpstreamFailed extends Error {
  override readonly name = 'UpstreamFailed';
}

/** A little longer than the slowest function may take. */
const UPSTREAM_TIMEOUT_MS = 65_000;

interface Exchange {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks the world and reads JSON, whatever the status. @throws UpstreamFailed */
export async function ask(url: string, { method = 'POST', headers, body }: Exchange = {}): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(UPSTREAM_TIMEOUT_MS),
    });
    return { status: response.status, body: await response.json() };
  } catch (cause) {
    throw new UpstreamFailed(`${url} did not answer`, { cause });
  }
}
