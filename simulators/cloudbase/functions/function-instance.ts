import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { FunctionError } from './invocation';

const HOST_FILE = join(__dirname, 'worker-host.cjs');

/** Loading a bundle that takes longer than this is a bundle that waits for something. */
const LOAD_LIMIT_MS = 30_000;

type Described = { readonly name: string; readonly message: string; readonly stack: string };
type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly error: Described }
  | { readonly kind: 'result'; readonly id: number; readonly text: string; readonly pendingTimers: number }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Described };
/** The thread ended by itself; not a message, so that no message can be mistaken for it. */
type Death = { readonly kind: 'death'; readonly reason: string };

/** What one event hands to the worker. */
export type InstanceEvent = {
  readonly event: unknown;
  readonly context: Record<string, unknown>;
  readonly environment: Record<string, string>;
  readonly offsetMs: number;
};

export type InstanceOptions = {
  readonly file: string;
  readonly env: Record<string, string>;
  readonly timeoutMs: number;
  readonly clockOffsetMs: number;
  /** Where compiled code is kept for the next instance; null keeps none. */
  readonly codeCacheDir: string | null;
  readonly log: (level: 'info' | 'warning' | 'error', text: string) => void;
};

/** One worker thread. Dead after a timeout or a crash; the pool then makes another. */
export class FunctionInstance {
  readonly #options: InstanceOptions;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #waiting: ((message: Message | Death) => void) | null = null;
  #sequence = 0;
  #dead = false;

  constructor(options: InstanceOptions) {
    this.#options = options;
    this.#worker = new Worker(HOST_FILE, {
      workerData: {
        file: resolve(options.file),
        clockOffsetMs: options.clockOffsetMs,
        codeCacheDir: options.codeCacheDir === null ? null : resolve(options.codeCacheDir),
      },
      env: options.env,
      // The parent may run under a TypeScript loader; the bundle needs none.
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    createInterface({ input: this.#worker.stdout }).on('line', (line) => options.log('info', line));
    createInterface({ input: this.#worker.stderr }).on('line', (line) => options.log('error', line));
    this.#worker.on('message', (message: Message) => this.#waiting?.(message));
    this.#worker.on('error', (error) => this.#die(error.message));
    this.#worker.on('exit', (code) => this.#die(`the instance exited with code ${code}`));
    this.#ready = this.#load();
    // A broken bundle is reported to the event that finds it.
    this.#ready.catch(() => undefined);
  }

  /** False once it must not be used again. */
  get alive(): boolean {
    return !this.#dead;
  }

  /** Runs one event; the next may start when this has settled. Throws FunctionError. */
  async run(event: InstanceEvent): Promise<unknown> {
    await this.#ready;
    this.#sequence += 1;
    const id = this.#sequence;
    this.#worker.postMessage({ id, ...event });
    const message = await this.#next(
      this.#options.timeoutMs,
      (candidate) => 'id' in candidate && candidate.id === id,
    );
    if (message.kind === 'failed') {
      this.#options.log('error', message.error.stack);
      throw new FunctionError('FUNCTIONS_EXECUTE_FAIL', message.error.message);
    }
    if (message.kind !== 'result')
      throw new FunctionError('FUNCTIONS_EXECUTE_FAIL', 'the instance spoke out of turn');
    if (message.pendingTimers > 0) {
      this.#options.log(
        'warning',
        `returned with ${message.pendingTimers} pending timer(s): in the cloud the instance freezes and they may never fire`,
      );
    }
    return JSON.parse(message.text);
  }

  /** Ends the thread, whatever it is doing. */
  async terminate(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }

  async #load(): Promise<void> {
    const message = await this.#next(LOAD_LIMIT_MS, ({ kind }) => kind === 'ready' || kind === 'broken');
    if (message.kind !== 'broken') return;
    this.#options.log('error', message.error.stack);
    await this.terminate();
    throw new FunctionError('FUNCTIONS_EXECUTE_FAIL', message.error.message);
  }

  #next(limitMs: number, wanted: (message: Message) => boolean): Promise<Message> {
    return new Promise((accept, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#waiting = null;
      };
      const timer = setTimeout(() => {
        settle();
        void this.terminate();
        const text = `Invoking task timed out after ${limitMs / 1000} seconds`;
        reject(new FunctionError('FUNCTIONS_TIME_LIMIT_EXCEEDED', text));
      }, limitMs);
      this.#waiting = (message) => {
        if (message.kind === 'death') {
          settle();
          reject(new FunctionError('FUNCTIONS_EXECUTE_FAIL', message.reason));
        } else if (wanted(message)) {
          settle();
          accept(message);
        }
      };
      if (this.#dead) this.#waiting({ kind: 'death', reason: 'the instance is gone' });
    });
  }

  #die(reason: string): void {
    this.#dead = true;
    this.#waiting?.({ kind: 'death', reason });
  }
}
