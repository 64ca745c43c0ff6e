import type { CloudLog } from './cloud-log';
import type { Invocation } from './functions/invocation';

/** A timer trigger; the cloud's cron expression is reduced to an interval. */
export type TimerDefinition = { readonly function: string; readonly name: string; readonly everyMs: number };

/** Fires functions by interval or on demand; a tick that comes while the last still runs is skipped. */
export class Timers {
  readonly #definitions: readonly TimerDefinition[];
  readonly #invoke: (invocation: Invocation) => Promise<unknown>;
  readonly #now: () => number;
  readonly #log: CloudLog;
  readonly #intervals: NodeJS.Timeout[] = [];
  readonly #running = new Set<TimerDefinition>();

  constructor(options: {
    readonly definitions: readonly TimerDefinition[];
    readonly invoke: (invocation: Invocation) => Promise<unknown>;
    readonly now: () => number;
    readonly log: CloudLog;
  }) {
    this.#definitions = options.definitions;
    this.#invoke = options.invoke;
    this.#now = options.now;
    this.#log = options.log;
  }

  /** Starts the intervals. */
  start(): void {
    for (const definition of this.#definitions) {
      this.#intervals.push(setInterval(() => void this.#tick(definition), definition.everyMs));
    }
  }

  /** Stops the intervals; a tick under way goes on. */
  stop(): void {
    for (const interval of this.#intervals.splice(0)) clearInterval(interval);
  }

  /** Fires a function's timer now and answers its result. Throws FunctionError. */
  fire(functionName: string): Promise<unknown> {
    const definition = this.#definitions.find((candidate) => candidate.function === functionName);
    return this.#run(functionName, definition?.name ?? 'manual');
  }

  async #tick(definition: TimerDefinition): Promise<void> {
    if (this.#running.has(definition)) {
      const text = `timer ${definition.name} skipped: the last tick still runs`;
      this.#log({ source: definition.function, level: 'warning', text });
      return;
    }
    this.#running.add(definition);
    try {
      await this.#run(definition.function, definition.name);
    } catch (cause) {
      const text = `timer ${definition.name} failed: ${String(cause)}`;
      this.#log({ source: definition.function, level: 'error', text });
    } finally {
      this.#running.delete(definition);
    }
  }

  #run(functionName: string, name: string): Promise<unknown> {
    return this.#invoke({
      functionName,
      source: 'wx_trigger',
      event: { Type: 'Timer', TriggerName: name, Time: new Date(this.#now()).toISOString(), Message: '' },
    });
  }
}
