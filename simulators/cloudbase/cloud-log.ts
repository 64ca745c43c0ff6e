/** One line of what the emulated cloud has to say. */
export type CloudLogLine = {
  /** Name of a function, or `cloudbase` for the emulator itself. */
  readonly source: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
};

/** Receives every log line. */
export type CloudLog = (line: CloudLogLine) => void;
