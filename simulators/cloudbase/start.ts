import { join } from 'node:path';
import type { Cloud } from './cloud';
import type { CloudLog, CloudLogLine } from './cloud-log';
import type { CloudStats } from './cloud-stats';
import { cloudStats } from './cloud-stats';
import { Database } from './database/database';
import type { Fields } from './database/document';
import type { Survives } from './database/journal';
import type { IndexDefinition } from './database/secondary-index';
import { Faults } from './faults';
import type { FunctionDefinition } from './functions/function-runner';
import { FunctionRunner } from './functions/function-runner';
import { sdkEnvironment } from './functions/invocation';
import { BUCKET_PATH, handleCloudRequest, listenOnLoopback, type LoopbackServer } from './http/cloud-server';
import type { OpenapiService } from './openapi/openapi-service';
import type { SecurityRule } from './rules/storage-rule';
import { storageRule } from './rules/storage-rule';
import { FileStorage } from './storage/file-storage';
import { FileStore } from './storage/file-store';
import type { TimerDefinition } from './timers';
import { Timers } from './timers';

/** Everything the emulated cloud is made of. */
export type CloudbaseOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /** Data directory; null keeps everything in memory. */
  readonly dir: string | null;
  readonly envId?: string | undefined;
  readonly appid?: string | undefined;
  /** Created if missing; their indexes are built at every start. */
  readonly collections: readonly { readonly name: string; readonly indexes: readonly IndexDefinition[] }[];
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
  /**
   * Where the compiled code of functions is kept, so that instances after the first start in a third of the time; kept
   * nowhere if absent. It is run as it lies there: the folder must be nobody else's.
   */
  readonly codeCacheDir?: string | undefined;
  /** Path prefix of the HTTP access service to function name. */
  readonly routes?: Readonly<Record<string, string>> | undefined;
  readonly timers?: readonly TimerDefinition[] | undefined;
  /** Shortened by tests; the service gives 30 seconds. */
  readonly transactionTtlMs?: number | undefined;
  /** What an answered write has survived: `process` is for data nobody keeps, and quicker. The machine if absent. */
  readonly survives?: Survives | undefined;
  /** What phones may do with files; if absent, what a new environment allows. */
  readonly storageRule?: SecurityRule | undefined;
  readonly log?: CloudLog | undefined;
  /** WeChat's own interfaces; without it `cloud.openapi` is unsupported. */
  readonly openapi?: OpenapiService | undefined;
};

/** A running emulator. */
export type Cloudbase = {
  readonly url: string;
  /** Where the SDK's requests go. */
  readonly adminUrl: string;
  readonly faults: Faults;
  /** Variables that point an SDK outside the runner here. */
  environment(): Record<string, string>;
  /** Shifts the clock of every function, from its next event on. */
  setClockOffset(offsetMs: number): void;
  /** Fires a function's timer and waits for its end. Throws FunctionError. */
  fireTimer(functionName: string): Promise<unknown>;
  /** Hands an event of WeChat's message push to a function and answers its result. Throws FunctionError. */
  pushEvent(functionName: string, event: object): Promise<unknown>;
  /** Bulk load without the SDK, for benches and tests; durable when it resolves. */
  loadDocuments(collection: string, documents: Iterable<Fields>): Promise<void>;
  /** Puts files into the storage as the administrator, without the SDK; replaces what is there. */
  loadFiles(files: Iterable<{ readonly path: string; readonly bytes: Uint8Array }>): Promise<void>;
  /** The `cloud://` address of a path of the storage. */
  fileId(path: string): string;
  /** Brings everything to the disk, and from now on answers no write before it is there. */
  surviveMachine(): Promise<void>;
  stats(): CloudStats;
  /** Ends everything; safe to repeat. */
  close(): Promise<void>;
};

/** Starts database, functions, HTTP and timers. Throws if the port or the data directory is taken. */
export async function startCloudbase(options: CloudbaseOptions): Promise<Cloudbase> {
  const log = options.log ?? logTrouble;
  const database = await Database.open({
    dir: options.dir,
    transactionTtlMs: options.transactionTtlMs,
    survives: options.survives,
    warn: (text) => log({ source: 'cloudbase', level: 'warning', text }),
  });
  try {
    database.provision(options.collections);
    await database.durable();
    const files = await FileStore.open(options.dir === null ? null : join(options.dir, 'files'));
    return await serve(options, { database, files, log });
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

/** Without a log of its own, a caller still hears of a cut journal or an unsupported request. */
function logTrouble({ source, level, text }: CloudLogLine): void {
  if (source === 'cloudbase' && level !== 'info') process.stderr.write(`[${source}] ${level}: ${text}\n`);
}

type Opened = { readonly database: Database; readonly files: FileStore; readonly log: CloudLog };

/** Does it at the first call; every further one waits for that. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= work());
}

/** The storage at the cloud's address, under the rule of the options. */
function openStorage(
  { envId = 'local-env', storageRule: rule }: CloudbaseOptions,
  files: FileStore,
  { url, nowMs }: { readonly url: string; readonly nowMs: () => number },
): FileStorage {
  const baseUrl = url + BUCKET_PATH.slice(0, -1);
  return new FileStorage({ files, envId, baseUrl, nowMs, rule: storageRule(rule) });
}

async function serve(options: CloudbaseOptions, { database, files, log }: Opened): Promise<Cloudbase> {
  const { envId = 'local-env', appid = 'wxlocal' } = options;
  // The functions need the port and the server needs the functions; no request can come before both are there.
  let cloud: Cloud | null = null;
  const server = await listenOnLoopback(options.port, (request, response) => {
    if (cloud !== null) handleCloudRequest(cloud, request, response);
    else response.socket?.destroy();
  });
  const url = `http://127.0.0.1:${server.port}`;
  const environment = { envId, appid, adminUrl: `${url}/admin` };
  const clockOffset = (): number => cloud?.clockOffsetMs ?? 0;
  const nowMs = (): number => Date.now() + clockOffset();
  const runner = new FunctionRunner({
    functions: options.functions,
    cloud: environment,
    clockOffset,
    codeCacheDir: options.codeCacheDir ?? null,
    log,
  });
  const timers = new Timers({
    definitions: options.timers ?? [],
    invoke: (invocation) => runner.invoke(invocation),
    now: nowMs,
    log,
  });
  const faults = new Faults();
  const storage = openStorage(options, files, { url, nowMs });
  const running: Cloud = {
    envId,
    appid,
    database,
    storage,
    runner,
    faults,
    timers,
    openapi: options.openapi ?? null,
    routes: options.routes ?? {},
    log,
    clockOffsetMs: 0,
  };
  cloud = running;
  timers.start();
  return handleOf(running, { files, server, environment });
}

type Ends = {
  readonly files: FileStore;
  readonly server: LoopbackServer;
  readonly environment: Parameters<typeof sdkEnvironment>[0];
};

/** What whoever started it holds in hand. */
function handleOf(running: Cloud, { files, server, environment }: Ends): Cloudbase {
  const { database, storage, runner, faults, timers } = running;
  return {
    url: `http://127.0.0.1:${server.port}`,
    adminUrl: environment.adminUrl,
    faults,
    environment: () => sdkEnvironment(environment),
    setClockOffset: (offsetMs) => {
      running.clockOffsetMs = offsetMs;
    },
    fireTimer: (functionName) => timers.fire(functionName),
    pushEvent: (functionName, event) => runner.invoke({ functionName, event, source: 'wx_push' }),
    loadDocuments: (collection, documents) => database.load(collection, documents),
    loadFiles: (uploads) => files.load(uploads),
    fileId: (path) => storage.ids.of(path),
    surviveMachine: () => database.surviveMachine(),
    stats: () => cloudStats(running),
    close: once(async () => {
      timers.stop();
      await runner.close();
      await server.close();
      await database.close();
    }),
  };
}
