import type { CloudLog } from '../cloud-log';
import { FunctionInstance } from './function-instance';
import type { CloudEnvironment, Invocation } from './invocation';
import { FunctionError, identityEnvironment, invocationContext, sdkEnvironment } from './invocation';

/** How many instances a function gets when nothing is said. */
const DEFAULT_INSTANCES = 4;

/** One deployed function. `file` is a bundle whose `exports.main` is called. */
export type FunctionDefinition = {
  readonly file: string;
  readonly env: Record<string, string>;
  readonly timeoutMs: number;
  readonly instances?: number | undefined;
};

/** Counters of one function. */
export type FunctionState = {
  readonly instances: number;
  readonly running: number;
  readonly queued: number;
  readonly invocations: number;
  readonly failures: number;
};

type Pool = {
  readonly definition: FunctionDefinition;
  readonly idle: FunctionInstance[];
  readonly all: Set<FunctionInstance>;
  readonly queue: (() => void)[];
  running: number;
  invocations: number;
  failures: number;
};

/** Runs functions in pools of worker threads, one event per instance at a time. */
export class FunctionRunner {
  readonly #pools: ReadonlyMap<string, Pool>;
  readonly #cloud: CloudEnvironment;
  readonly #clockOffset: () => number;
  readonly #codeCacheDir: string | null;
  readonly #log: CloudLog;
  #closed = false;

  constructor(options: {
    readonly functions: Readonly<Record<string, FunctionDefinition>>;
    readonly cloud: CloudEnvironment;
    readonly clockOffset: () => number;
    readonly codeCacheDir: string | null;
    readonly log: CloudLog;
  }) {
    this.#cloud = options.cloud;
    this.#clockOffset = options.clockOffset;
    this.#codeCacheDir = options.codeCacheDir;
    this.#log = options.log;
    this.#pools = new Map(
      Object.entries(options.functions).map(([name, definition]) => [
        name,
        { definition, idle: [], all: new Set(), queue: [], running: 0, invocations: 0, failures: 0 },
      ]),
    );
  }

  /** Runs one event and answers its JSON result. Throws FunctionError. */
  async invoke(invocation: Invocation): Promise<unknown> {
    const pool = this.#pools.get(invocation.functionName);
    if (pool === undefined) {
      throw new FunctionError(
        'FUNCTION_NOT_FOUND',
        `FunctionName parameter could not be found: ${invocation.functionName}`,
      );
    }
    await this.#slot(pool);
    const instance = pool.idle.pop() ?? this.#create(invocation.functionName, pool);
    pool.invocations += 1;
    try {
      return await instance.run({
        event: invocation.event,
        context: invocationContext(invocation, this.#cloud, pool.definition.timeoutMs),
        environment: identityEnvironment(invocation, this.#cloud),
        offsetMs: this.#clockOffset(),
      });
    } catch (cause) {
      pool.failures += 1;
      throw cause;
    } finally {
      if (instance.alive) pool.idle.push(instance);
      else pool.all.delete(instance);
      this.#free(pool);
    }
  }

  /** Counters by function name. */
  state(): Record<string, FunctionState> {
    return Object.fromEntries(
      [...this.#pools].map(([name, { all, running, queue, invocations, failures }]) => [
        name,
        { instances: all.size, running, queued: queue.length, invocations, failures },
      ]),
    );
  }

  /** Ends a function's instances in the middle of whatever they do, as a process that dies; the next event gets a new one. Answers how many. */
  async kill(name: string): Promise<number> {
    const pool = this.#pools.get(name);
    if (pool === undefined) throw new FunctionError('FUNCTION_NOT_FOUND', `there is no function ${name}`);
    const instances = [...pool.all];
    pool.idle.length = 0;
    pool.all.clear();
    await Promise.all(instances.map((instance) => instance.terminate()));
    return instances.length;
  }

  /** Ends every instance; events under way or waiting answer an error. */
  async close(): Promise<void> {
    this.#closed = true;
    const instances = [...this.#pools.values()].flatMap(({ all }) => [...all]);
    await Promise.all(instances.map((instance) => instance.terminate()));
  }

  async #slot(pool: Pool): Promise<void> {
    const limit = pool.definition.instances ?? DEFAULT_INSTANCES;
    if (pool.running >= limit) await new Promise<void>((resolve) => pool.queue.push(resolve));
    else pool.running += 1;
    if (this.#closed) {
      this.#free(pool);
      throw new FunctionError('FUNCTIONS_EXECUTE_FAIL', 'the cloud is shutting down');
    }
  }

  /** Hands the place to whoever waits longest, so that no newcomer overtakes. */
  #free(pool: Pool): void {
    const next = pool.queue.shift();
    if (next === undefined) pool.running -= 1;
    else next();
  }

  #create(name: string, pool: Pool): FunctionInstance {
    const { file, env, timeoutMs } = pool.definition;
    const instance = new FunctionInstance({
      file,
      timeoutMs,
      clockOffsetMs: this.#clockOffset(),
      codeCacheDir: this.#codeCacheDir,
      env: { PATH: process.env.PATH ?? '', ...sdkEnvironment(this.#cloud), ...env },
      log: (level, text) => this.#log({ source: name, level, text }),
    });
    pool.all.add(instance);
    return instance;
  }
}
