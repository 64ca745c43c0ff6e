/** A request as it stood on the wire. `target` is path and query, byte for byte as signed. */
export interface ApiRequest {
  readonly method: string;
  readonly target: string;
  /** Scheme and host the client asked for: WeChat Pay's own names too, where those lead here. */
  readonly origin: string;
  readonly header: (name: string) => string | undefined;
  /** As it came; the signature is over these bytes. */
  readonly bytes: Buffer;
  /** The same as text. */
  readonly body: string;
  /** Path parameters, percent-decoded. */
  readonly param: (name: string) => string;
  readonly query: (name: string) => string | undefined;
  /** Every member of the query; of a repeated one the first. */
  readonly queries: () => Readonly<Record<string, string>>;
}

/** Families of paths differ in how the gate words a missing credential. */
export type EndpointFamily = 'transactions' | 'general';
