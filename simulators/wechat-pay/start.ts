import { setMaxListeners } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Hono } from 'hono';
import type { Agenda } from './agenda';
import { createSimulatedClock } from './clock';
import type { SimulatedClock } from './clock';
import { createConsoleRoutes } from './console/console-routes';
import { createControlRoutes } from './control/routes';
import { createFaultRegistry } from './faults/fault-registry';
import { createH5Routes } from './h5/h5-routes';
import { openJournal } from './journal';
import type { Journal } from './journal';
import { openKeyStore } from './keys/key-store';
import { merchantFile, writeMerchantFile } from './keys/merchant-file';
import type { MerchantFile } from './keys/merchant-file';
import { openTlsIdentity } from './keys/tls-identity';
import { createLedger } from './ledger';
import type { Ledger } from './ledger';
import { listen } from './listen';
import { createDelivery } from './notifications/delivery';
import { createNotificationSender } from './notifications/notification-sender';
import { createRawPoster } from './notifications/post-raw';
import { createApiRoutes } from './protocol/api-routes';
import { createRateMeter } from './protocol/rate-limits';
import { createRefundClerk } from './refunds/refund-clerk';
import { createSeededRandom } from './seeded-random';
import { startSettings } from './settings';
import { createTimeTravel } from './time-travel';
import { createVariations } from './variations';
import type { World } from './world';

export interface WechatPaySimulatorOptions {
  /** 0: any free port. */
  readonly port: number;
  /**
   * Also listens with HTTPS, as WeChat Pay's own host names, for clients that have those built in. 0: any free port.
   * Not given: plain HTTP only.
   */
  readonly tlsPort?: number;
  /** Keys, journal and merchant.json live here. Made when missing, reused when present. */
  readonly dir: string;
  /** Seed of every choice left to chance. The same seed and the same calls give the same run. */
  readonly seed?: number;
  /**
   * How far from the machine's time a simulator begins whose directory is new, in milliseconds; negative: in the past, so
   * that a history can be made that ends today. The machine's time unless given.
   */
  readonly beginsAtOffsetMs?: number;
  /** The machine's time in milliseconds since 1970; `Date.now` unless given. For runs that no slow machine may change. */
  readonly realNowMs?: () => number;
  /** `ladder` (the default): WeChat Pay's waits between repeats; `atOnce`: repeats without waiting. */
  readonly notifications?: 'ladder' | 'atOnce';
  readonly appid?: string;
  readonly mchid?: string;
  readonly log?: (line: string) => void;
  /** Told the offset of the simulated clock whenever it changes, so that a client can follow. */
  readonly onClock?: (offsetMs: number) => void;
}

/** The simulated clock as its owner may use it. */
export interface ControlledClock {
  nowMs(): number;
  offsetMs(): number;
  /** Moves forward; everything that falls due on the way happens in order before this resolves. */
  advance(ms: number): Promise<void>;
}

export interface WechatPaySimulator {
  readonly baseUrl: string;
  readonly controlUrl: string;
  readonly dir: string;
  /** The content of merchant.json as it is now. */
  readonly merchant: MerchantFile;
  readonly clock: ControlledClock;
  /** Ends every connection. Unfinished notifications go on at the next start in the same directory. */
  close(): Promise<void>;
}

/**
 * Starts the simulator on 127.0.0.1 and writes merchant.json.
 * Rejects when the port is taken, when `dir` belongs to another merchant, or when its journal is damaged.
 */
export async function startWechatPaySimulator(
  options: WechatPaySimulatorOptions,
): Promise<WechatPaySimulator> {
  const dir = resolve(options.dir);
  mkdirSync(dir, { recursive: true });
  const { journal, entries } = openJournal(join(dir, 'journal.jsonl'));
  try {
    return await startOn(journal, entries, { ...options, dir });
  } catch (cause) {
    journal.close();
    throw cause;
  }
}

async function startOn(
  journal: Journal,
  entries: readonly unknown[],
  options: WechatPaySimulatorOptions,
): Promise<WechatPaySimulator> {
  const { dir } = options;
  const ledger = createLedger(journal, entries);
  const stop = createStop();
  let baseUrl = '';
  const world = await createWorld(options, {
    ledger,
    generation: entries.length,
    stopping: stop.signal,
    baseUrl: () => baseUrl,
  });
  const travel = createTimeTravel(world.clock, agendasOf(world));
  let merchant: MerchantFile | undefined;
  let tls: TlsMembers = {};
  const publish = (): MerchantFile => {
    const content = { ...merchantFile(world.keys, baseUrl), ...tls };
    writeMerchantFile(dir, content);
    merchant = content;
    return content;
  };
  const control = createControlRoutes({
    world,
    travel,
    rotateCertificate: async () => {
      await world.keys.rotate(world.clock.nowMs());
      publish();
    },
    reset: () => resetWorld(world),
  });
  const app = new Hono();
  app.route('/', createConsoleRoutes());
  app.route('/__sim', control);
  app.route('/', createH5Routes(world));
  app.route('/', createApiRoutes({ world, stopping: stop.signal }));
  const doors = await openDoors(app, options);
  ({ baseUrl, tls } = doors);
  publish();
  if (world.clock.offsetMs() !== 0) options.onClock?.(world.clock.offsetMs());
  world.sender.start();
  world.refundClerk.start();
  return {
    baseUrl,
    controlUrl: `${baseUrl}/__sim`,
    dir,
    get merchant() {
      return merchant ?? publish();
    },
    clock: { nowMs: world.clock.nowMs, offsetMs: world.clock.offsetMs, advance: travel.advance },
    async close() {
      stop.abort();
      world.refundClerk.stop();
      await Promise.all([doors.close(), world.sender.stop()]);
      journal.close();
    },
  };
}

function createStop(): AbortController {
  const stop = new AbortController();
  // Every answer that is held back listens, and a crowd of them is no leak.
  setMaxListeners(0, stop.signal);
  return stop;
}

/** What happens by itself as time goes on. Refunds come first: their end is notified. */
function agendasOf({ refundClerk, sender }: World): readonly Agenda[] {
  return [refundClerk, { nextDueMs: sender.nextDueMs, runDue: sender.sendDue }];
}

interface Past {
  readonly ledger: Ledger;
  readonly generation: number;
  readonly stopping: AbortSignal;
  readonly baseUrl: () => string;
}

async function createWorld(
  options: WechatPaySimulatorOptions,
  { ledger, generation, stopping, baseUrl }: Past,
): Promise<World> {
  const { beginsAtOffsetMs } = options;
  if (generation === 0 && beginsAtOffsetMs !== undefined)
    ledger.record({ kind: 'clockMoved', offsetMs: beginsAtOffsetMs });
  const clock: SimulatedClock = createSimulatedClock({
    offsetMs: ledger.clockOffsetMs(),
    ...(options.realNowMs !== undefined && { realNowMs: options.realNowMs }),
    onChange: (movedMs) => {
      ledger.record({ kind: 'clockMoved', offsetMs: movedMs });
      options.onClock?.(movedMs);
    },
  });
  const { dir, mchid, appid } = options;
  const keys = await openKeyStore({
    dir,
    nowMs: clock.nowMs(),
    ...(mchid === undefined ? {} : { mchid }),
    ...(appid === undefined ? {} : { appid }),
  });
  const random = createSeededRandom(options.seed ?? 1, generation);
  const variations = createVariations(random);
  const faults = createFaultRegistry(random);
  const settings = startSettings(options.notifications ?? 'ladder');
  const log = options.log ?? (() => undefined);
  const poster = createRawPoster();
  stopping.addEventListener('abort', () => poster.close());
  const { nowMs } = clock;
  const delivery = createDelivery({
    ledger,
    keys,
    random,
    variations,
    faults,
    settings,
    poster,
    log,
    nowMs,
    stopping,
  });
  const sender = createNotificationSender({ ledger, delivery, random, variations, nowMs });
  return {
    baseUrl,
    keys,
    clock,
    random,
    variations,
    ledger,
    faults,
    sender,
    refundClerk: createRefundClerk({ ledger, sender, random, variations, settings, nowMs }),
    settings,
    rateMeter: createRateMeter(),
    log,
  };
}

function resetWorld(world: World): void {
  world.ledger.clear();
  world.faults.clear();
  world.rateMeter.clear();
  world.variations.pinOnly({});
  world.random.restart();
  world.sender.clear();
  world.refundClerk.clear();
  world.clock.restart();
}

type TlsMembers = Pick<MerchantFile, 'tlsBaseUrl' | 'tlsAuthorityFile'>;

interface Doors {
  readonly baseUrl: string;
  readonly tls: TlsMembers;
  close(): Promise<void>;
}

/** Opens the plain door, and the one with HTTPS where it is asked for; or none. */
async function openDoors(app: Hono, { port, tlsPort, dir }: WechatPaySimulatorOptions): Promise<Doors> {
  const http = await listen(app, port);
  if (tlsPort === undefined) return { ...http, tls: {} };
  try {
    const identity = await openTlsIdentity(dir);
    const https = await listen(app, tlsPort, identity);
    return {
      baseUrl: http.baseUrl,
      tls: { tlsBaseUrl: https.baseUrl, tlsAuthorityFile: identity.authorityFile },
      close: async () => void (await Promise.all([http.close(), https.close()])),
    };
  } catch (cause) {
    await http.close();
    throw cause;
  }
}
