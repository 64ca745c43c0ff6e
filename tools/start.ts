/** `npm start`: the world on one machine, with a phone to shop from. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { portOf, runCommand, UsageError } from './command';
import { startPhone } from '../simulators/phone/start';
import { untilToldToStop } from '../simulators/wechat-pay/stop-signal';
import { auditStore } from './world/audit-books';
import type { AuditCount } from './world/audit-books';
import { DataDirectoryError, takeDataDirectory } from './world/data-directory';
import { portIsFree } from './world/free-port';
import { buildFunctions } from './world/function-bundles';
import { catchUp, historyBeginsAtOffsetMs, makeHistory } from './world/history/make-history';
import { openWaitingPage, progressText } from './world/history/waiting-page';
import { MESSAGE_TEMPLATES } from './world/catalogue/shop-words';
import { startWorld } from './world/world';
import type { World } from './world/world';

/** How long a shop with a history has been open. */
const HISTORY_DAYS = 90;

const HELP = `npm start -- [--port 8600] [--data .data] [--fresh] [--history] [--json]

Starts the shop, the WeChat Pay simulator and the cloud on this machine.
  --port P    the phone's port; WeChat Pay takes P+1, the cloud P+2 (P+3 is kept for other gateways)
  --data DIR  where everything is kept between runs
  --fresh     forget what an earlier run kept in DIR
  --history   a shop that has been open for ${HISTORY_DAYS} days: orders, parcels, refunds and bills; DIR must be new or --fresh given
  --json      print one line of JSON when ready, nothing else
Ctrl-C ends everything.`;

const MINIPROGRAM = path.resolve(__dirname, '..', 'miniprogram');

/** Phone, WeChat Pay, cloud, gateways. */
const PORTS_TAKEN = 4;
/** Closing takes milliseconds; who waits longer than this is stuck and may go. */
const CLOSE_WITHIN_MS = 5_000;

interface Flags {
  readonly port: number;
  readonly dir: string;
  readonly fresh: boolean;
  readonly history: boolean;
  readonly json: boolean;
}

/** The line of JSON. */
interface Addresses {
  readonly phone: string;
  readonly control: string;
  readonly wechatPay: string;
  readonly cloud: string;
  readonly notifyUrl: string;
}

function readFlags(): Flags | 'help' {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8600' },
      data: { type: 'string', default: '.data' },
      fresh: { type: 'boolean', default: false },
      history: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const port = portOf(values.port, '--port');
  if (port !== 0 && port + PORTS_TAKEN - 1 > 65_535)
    throw new UsageError(`--port must leave room for the ports after it: at most ${65_536 - PORTS_TAKEN}`);
  if (values.data === '') throw new UsageError('--data must name a directory');
  const { fresh, history, json } = values;
  const dir = path.resolve(values.data);
  if (history && !fresh && existsSync(path.join(dir, 'wechat-pay')))
    throw new UsageError(
      `${values.data} has a shop already: --history needs a new one, give --fresh or another --data`,
    );
  return { port, dir, fresh, history, json };
}

/** The first port of ours that somebody else has, in one sentence. */
async function takenPort(port: number): Promise<string | undefined> {
  if (port === 0) return undefined;
  for (const [offset, name] of ['the phone', 'WeChat Pay', 'the cloud'].entries()) {
    const free = await portIsFree(port + offset);
    if (!free) return `port ${port + offset}, for ${name}, is in use: choose others with --port`;
  }
  return undefined;
}

function announce({ phone, wechatPay, cloud, notifyUrl, control }: Addresses, dir: string): string {
  return `小铺开张了 The shop is open

  手机 phone       ${phone}
  微信支付 pay     ${wechatPay}
  控制台 control   ${control}/
  云 cloud         ${cloud}
  通知 notify      ${notifyUrl}
  数据 data        ${path.relative(process.cwd(), dir) || '.'}

  打开手机，买一件试试；左边可以换人。Open the phone and buy something.
  按 Ctrl-C 结束，数据会保留。Ctrl-C ends it; the data stays.`;
}

/** For the frame around the phone, which speaks Chinese. */
function countedInWords({ skus, orders, attempts, refunds, shipments }: AuditCount): string {
  return `查了 ${skus} 个规格、${orders} 笔订单、${attempts} 次付款、${refunds} 笔退款、${shipments} 次发货`;
}

/** Says how far the history has come, where the phone will be and on the terminal, after so many days. */
const SAY_EVERY_DAYS = 5;

/** Ctrl-C in the middle of a history: half of one is of no use. */
class HistoryStopped extends Error {
  override readonly name = 'HistoryStopped';
}

/** Lives through the days before today; whoever opens the phone meanwhile reads how far it is. @throws HistoryStopped */
async function liveThrough(
  world: World,
  { port, json }: Pick<Flags, 'port' | 'json'>,
  stopped: Promise<void>,
): Promise<void> {
  let stopping = false;
  void stopped.then(() => (stopping = true));
  const waiting = await openWaitingPage(port, HISTORY_DAYS);
  if (!json) console.error(`历史 history http://127.0.0.1:${waiting.port}/`);
  const startedMs = performance.now();
  try {
    await makeHistory(world, {
      days: HISTORY_DAYS,
      seed: 1,
      onDay: (progress) => {
        if (stopping) throw new HistoryStopped();
        waiting.tell(progress);
        if (!json && progress.day % SAY_EVERY_DAYS === 0)
          console.error(`历史 history ${progressText(progress, performance.now() - startedMs)}`);
      },
    });
    await catchUp(world);
    // Nobody keeps half a history; what comes now is kept as ever.
    await world.cloud.surviveMachine();
  } finally {
    await waiting.close();
  }
}

async function open(
  { port, dir, history, json }: Flags,
  stopped: Promise<void>,
): Promise<{ addresses: Addresses; close(): Promise<void> }> {
  const following = (offset: number): number => (port === 0 ? 0 : port + offset);
  await buildFunctions();
  const world = await startWorld({
    payPort: following(1),
    cloudPort: following(2),
    dir,
    ...(history && { beginsAtOffsetMs: historyBeginsAtOffsetMs(HISTORY_DAYS), survives: 'process' }),
    log: ({ source, level, text }) => {
      if (level !== 'info') console.error(`[${source}] ${text}`);
    },
  });
  const { wechatPay, cloud, notifyUrl } = world;
  const addresses = {
    control: wechatPay.controlUrl,
    wechatPay: wechatPay.baseUrl,
    cloud: cloud.url,
    notifyUrl,
  };
  try {
    if (history) await liveThrough(world, { port, json }, stopped);
    const phone = await startPhone({
      port,
      source: MINIPROGRAM,
      cloudUrl: addresses.cloud,
      wechatPayControlUrl: addresses.control,
      messageTemplates: MESSAGE_TEMPLATES,
      audit: async () => {
        const { problems, counted } = await auditStore(world.store);
        return { problems, counted: countedInWords(counted) };
      },
      log: (text) => console.error(`[phone] ${text}`),
    });
    const close = async (): Promise<void> => {
      await phone.close();
      await world.close();
    };
    return { addresses: { phone: phone.url, ...addresses }, close };
  } catch (cause) {
    await world.close();
    throw cause;
  }
}

async function run(flags: Flags): Promise<void> {
  const stopped = untilToldToStop();
  const lock = await takeDataDirectory(flags.dir, flags);
  try {
    const { addresses, close } = await open(flags, stopped);
    console.log(flags.json ? JSON.stringify(addresses) : announce(addresses, flags.dir));
    await stopped;
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
    await close();
  } finally {
    lock.release();
  }
}

runCommand(async () => {
  const flags = readFlags();
  if (flags === 'help') {
    console.log(HELP);
    return 0;
  }
  const taken = await takenPort(flags.port);
  if (taken !== undefined) {
    console.error(taken);
    return 1;
  }
  try {
    await run(flags);
    return 0;
  } catch (error) {
    if (error instanceof HistoryStopped) {
      console.error(`stopped before the history was whole: begin anew with --fresh --history`);
      return 1;
    }
    if (!(error instanceof DataDirectoryError)) throw error;
    console.error(error.message);
    return 1;
  }
});
