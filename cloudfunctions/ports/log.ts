/** Facts beside an event, already free of secrets, headers and bodies. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line per event, for the engineer who looks for a payment at night. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** `error` is printed with its causes; its message must hold no secret. */
  error(event: string, error: unknown, fields?: LogFields): void;
}
