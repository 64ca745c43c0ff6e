import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long an upload may take from the moment it was allowed. */
const UPLOAD_VALID_SECONDS = 15 * 60;

/** Signs addresses that expire. The key lives as long as this process: an address of an earlier run is void. */
export class SignedUrls {
  readonly #key = randomBytes(32);
  readonly #baseUrl: string;
  readonly #nowMs: () => number;

  constructor(baseUrl: string, nowMs: () => number) {
    this.#baseUrl = baseUrl;
    this.#nowMs = nowMs;
  }

  /** An address that shows the file to whoever has it, for so many seconds; not encoded, for the SDK encodes it. */
  download(path: string, maxAgeSeconds: number): string {
    const until = this.#nowSeconds() + maxAgeSeconds;
    return `${this.#baseUrl}/${path}?sign=${this.#sign('get', path, until)}&t=${until}`;
  }

  /** Why an address shows nothing, or null when it does. */
  refuseDownload(path: string, query: URLSearchParams): 'expired' | 'forged' | null {
    const until = Number(query.get('t'));
    if (!this.#matches(query.get('sign') ?? '', this.#sign('get', path, until))) return 'forged';
    return until <= this.#nowSeconds() ? 'expired' : null;
  }

  /** Where and with which permit the administrator uploads a file. */
  upload(path: string): { readonly url: string; readonly permit: string } {
    const until = this.#nowSeconds() + UPLOAD_VALID_SECONDS;
    return {
      url: `${this.#baseUrl}/${encodePath(path)}`,
      permit: `t=${until}&sign=${this.#sign('put', path, until)}`,
    };
  }

  /** Whether a permit allows an upload to this path now. */
  allowsUpload(path: string, permit: string): boolean {
    const query = new URLSearchParams(permit);
    const until = Number(query.get('t'));
    return (
      this.#matches(query.get('sign') ?? '', this.#sign('put', path, until)) && until > this.#nowSeconds()
    );
  }

  #nowSeconds(): number {
    return Math.floor(this.#nowMs() / 1000);
  }

  #sign(verb: 'get' | 'put', path: string, until: number): string {
    return createHmac('sha256', this.#key).update(`${verb}\n${path}\n${until}`).digest('hex');
  }

  #matches(given: string, right: string): boolean {
    return given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right));
  }
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
