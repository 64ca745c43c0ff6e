import { runJobs } from '../../../cloudfunctions/usecases/run-jobs';
import { createForge } from '../../fixtures/notification-forge';
import type { FaultRule } from '../../../simulators/cloudbase/faults';
import type { Tale } from './cast';
import type { Steps } from './steps';

const SECOND = 1000;

/** How many seconds the clock may go at once: mostly the next tap, a coffee, an order's whole life, a day. */
const WAITS = [5, 10, 20, 40, 60, 90, 7 * 60, 7 * 60, 31 * 60, 3 * 3600, 26 * 3600];

async function wait(tale: Tale): Promise<string> {
  const seconds = tale.one(WAITS) ?? 1;
  await tale.shop.wechatPay.clock.advance(seconds * SECOND);
  return `${seconds} s`;
}

async function tick(tale: Tale): Promise<string> {
  return tale.run(runJobs, ({ claimed, failed }) => (claimed ? `${failed} failed` : 'another tick runs'));
}

async function drift(tale: Tale): Promise<string> {
  const ms = tale.upTo(4000) - 2000;
  tale.shop.setClockLead(ms);
  return `${ms} ms`;
}

const CALLS = [
  '*',
  'orders.jsapi',
  'orders.native',
  'orders.codepay',
  'orders.query',
  'orders.close',
  'orders.reverse',
  'refunds.apply',
  'refunds.query',
  'bills.trade',
  'bills.fundflow',
  'bills.download',
];
const ANSWERS: readonly Readonly<Record<string, unknown>>[] = [
  { kind: 'drop' },
  { kind: 'drop', act: false },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 500, act: true },
  { kind: 'status', status: 429, code: 'FREQUENCY_LIMITED' },
  { kind: 'status', status: 429, code: 'RATELIMIT_EXCEEDED', act: true },
  { kind: 'badSignature' },
  { kind: 'wrongSerial' },
  { kind: 'signatureProbe' },
];
const NOTICES: readonly Readonly<Record<string, unknown>>[] = [
  { kind: 'lose' },
  { kind: 'drop' },
  { kind: 'duplicate' },
  { kind: 'reorder' },
  { kind: 'badSignature' },
  { kind: 'signatureProbe' },
];

async function trouble(tale: Tale): Promise<string> {
  const times = 1 + tale.upTo(3);
  const ofNotices = tale.chance(0.4);
  const fault = tale.one(ofNotices ? NOTICES : ANSWERS) ?? {};
  const endpoint = ofNotices ? 'notifications' : (tale.one(CALLS) ?? '*');
  const status = await tale.control('faults', { ...fault, endpoint, times });
  tale.planted.push({ name: `pay:${ofNotices ? 'notice ' : ''}${String(fault['kind'])}`, times });
  return `${JSON.stringify(fault)} at ${endpoint}, ${times} times: ${status}`;
}

const DATABASE: readonly FaultRule[] = [
  { kind: 'conflict', times: 2, probability: 0.2 },
  { kind: 'replyLost', times: 1, probability: 0.2 },
  { kind: 'replyLost', action: 'database.commitTransaction', times: 1 },
  { kind: 'throttled', times: 3, probability: 0.3 },
  { kind: 'duplicate', times: 1, probability: 0.1 },
];

async function databaseTrouble(tale: Tale): Promise<string> {
  const rule = tale.one(DATABASE);
  if (rule === undefined) return 'none';
  tale.shop.cloud.faults.add(rule);
  return JSON.stringify(rule);
}

const UPLOAD = '/wxa/sec/order/upload_shipping_info';
const GET_ORDER = '/wxa/sec/order/get_order';
/** Busy, over the day's quota, not known yet, told already, and two that a person has to mend. */
const ERRCODES = [-1, 45009, 10060001, 10060002, 10060026, 10060012];

/** WeChat's own interfaces lose replies, refuse, or are not there. */
async function wechatTrouble(tale: Tale): Promise<string> {
  const times = 1 + tale.upTo(2);
  if (tale.chance(0.2)) {
    const kind = tale.one(['loseEvent', 'repeatEvent']);
    tale.planted.push({ name: `wechat:${kind}`, times });
    return `${kind} ${await tale.wechat('faults', { kind, endpoint: 'events', times })}`;
  }
  if (tale.chance(0.15)) {
    const settings = {
      appear_after_seconds: 90 * tale.upTo(2),
      repeat: tale.one(['nothingChanged', 'alreadyShipped']),
    };
    return `${JSON.stringify(settings)} ${await tale.wechat('settings', settings)}`;
  }
  const kind = tale.one(['replyLost', 'notReached', 'errcode'] as const) ?? 'replyLost';
  const endpoint = tale.chance(0.75) ? UPLOAD : GET_ORDER;
  const errcode = tale.one(ERRCODES) ?? -1;
  if (kind === 'errcode') tale.ledger.refusals += times;
  tale.planted.push({ name: `wechat:${kind}`, times });
  const fault = { kind, endpoint, times, ...(kind === 'errcode' && { errcode }) };
  return `${JSON.stringify(fault)} ${await tale.wechat('faults', fault)}`;
}

/** Everything a stranger may send: none of it may be believed, whatever it says. */
async function forgery(tale: Tale): Promise<string | null> {
  const file = await tale.anyFile();
  const attempt = file?.attempts[0];
  if (attempt === undefined) return null;
  const { merchant } = tale.shop.wechatPay;
  const forge = createForge(merchant);
  const aheadSeconds = Math.round((tale.shop.deps.clock.nowMs() - Date.now()) / SECOND);
  const lies = [
    () =>
      forge.signed(forge.body(forge.transaction(attempt)), {
        keyFile: merchant.merchantKeyFile,
        ageSeconds: -aheadSeconds,
      }),
    () => forge.signed(forge.body(forge.transaction(attempt)), { ageSeconds: 3600 - aheadSeconds }),
    () =>
      forge.signed(forge.body(forge.transaction(attempt)), {
        serial: 'PUB_KEY_ID_0000',
        ageSeconds: -aheadSeconds,
      }),
    () => {
      const honest = forge.signed(forge.body(forge.transaction(attempt)), { ageSeconds: -aheadSeconds });
      return { ...honest, body: forge.body(forge.transaction(attempt)) };
    },
    () => ({
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"event_type":"TRANSACTION.SUCCESS"}'),
    }),
  ];
  const lie = tale.one(lies)?.();
  if (lie === undefined) return null;
  const { headers, body } = lie;
  const { status } = await fetch(tale.shop.notifyUrl, { method: 'POST', headers, body });
  if (status === 200) throw new Error('a forged notification was taken for a true one');
  return String(status);
}

async function deliver(tale: Tale): Promise<string> {
  return tale.control('notifications/deliver', { all: true });
}

async function bank(tale: Tale): Promise<string> {
  const outcome = tale.one(['success', 'closed', 'abnormal']) ?? 'success';
  return `${outcome} ${await tale.control('refunds', { outcome })}`;
}

async function purse(tale: Tale): Promise<string> {
  const unsettled = tale.chance(0.5) ? 0 : 10_000_000;
  return `${unsettled} ${await tale.control('balance', { unsettled })}`;
}

async function rotate(tale: Tale): Promise<string> {
  return tale.control('certificates/rotate', {});
}

/** What happens to everybody. */
export const WEATHER: Steps = {
  wait: { weight: 12, play: wait },
  tick: { weight: 12, play: tick },
  drift: { weight: 1, play: drift },
  trouble: { weight: 6, play: trouble },
  wechatTrouble: { weight: 3, play: wechatTrouble },
  databaseTrouble: { weight: 3, play: databaseTrouble },
  forgery: { weight: 2, play: forgery },
  deliver: { weight: 2, play: deliver },
  bank: { weight: 2, play: bank },
  purse: { weight: 1, play: purse },
  rotate: { weight: 1, play: rotate },
};
