import type { CloudLog } from './cloud-log';
import type { Database } from './database/database';
import type { Faults } from './faults';
import type { FunctionRunner } from './functions/function-runner';
import type { OpenapiService } from './openapi/openapi-service';
import type { FileStorage } from './storage/file-storage';
import type { Timers } from './timers';

/** The running parts, as the HTTP routes see them. */
export type Cloud = {
  readonly envId: string;
  readonly appid: string;
  readonly database: Database;
  readonly storage: FileStorage;
  readonly runner: FunctionRunner;
  readonly faults: Faults;
  readonly timers: Timers;
  /** Null where nobody plays WeChat. */
  readonly openapi: OpenapiService | null;
  readonly routes: Readonly<Record<string, string>>;
  readonly log: CloudLog;
  /** Added to the machine's clock wherever the cloud tells the time. */
  clockOffsetMs: number;
};
