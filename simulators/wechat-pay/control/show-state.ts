import { beijingTime } from '../clock';
import type { NotificationRecord } from '../notifications/notification-record';
import { showBalances, showRefund } from './show-money';
import { showOrder } from './show-order';
import { VARIATIONS } from '../variations';
import type { World } from '../world';

/** Orders and notifications shown at once; the newest are the interesting ones. */
const SHOWN = 200;

/** Everything worth knowing about a running simulator, without its secrets. */
export function showState(world: World): object {
  const { keys, ledger, variations, random } = world;
  return {
    seed: random.seed,
    clock: showClock(world),
    mchid: keys.mchid,
    appid: keys.appid,
    sub_mchid: keys.subMchid,
    sub_appid: keys.subAppid,
    merchant_serial_no: keys.merchant.serialNo,
    public_key_id: keys.publicKey.serial,
    platform_certificates: keys.platformCertificates().map((certificate) => ({
      serial_no: certificate.serial,
      effective_time: beijingTime(certificate.effectiveMs),
      expire_time: beijingTime(certificate.expireMs),
    })),
    settings: showSettings(world),
    variations: { possible: VARIATIONS, pinned: variations.pinned() },
    faults: world.faults.list().map(({ id, spec, timesLeft }) => ({ id, ...spec, times: timesLeft })),
    order_count: ledger.orderCount(),
    orders: [...ledger.orders()].slice(-SHOWN).map((order) => showOrder(order, world)),
    passwords_waiting: ledger.waitingOrders().length,
    refund_count: ledger.books.refunds.count(),
    refunds: [...ledger.books.refunds.all()].slice(-SHOWN).map(showRefund),
    balances: [keys.mchid, keys.subMchid].map((mchid) => showBalances(mchid, world)),
    notifications_pending: [...ledger.notifications()].filter(({ state }) => state === 'pending').length,
  };
}

export function showClock(world: World): object {
  const nowMs = world.clock.nowMs();
  return { now: beijingTime(nowMs), now_ms: nowMs, offset_seconds: world.clock.offsetMs() / 1000 };
}

export function showSettings(world: World): object {
  const { notifications, signErrors, signingKeys, merchantState, rateLimits, refundDelayMs, billReadyMs } =
    world.settings;
  return {
    notifications,
    sign_errors: signErrors,
    signing_keys: signingKeys,
    merchant_state: merchantState,
    rate_limits: rateLimits,
    refund_delay_seconds: refundDelayMs === 'seeded' ? refundDelayMs : refundDelayMs / 1000,
    bill_ready: billReadyMs === 'seeded' ? billReadyMs : new Date(billReadyMs).toISOString().slice(11, 16),
  };
}

/** Every notification with every send, newest last. */
export function showNotifications(world: World): object {
  const all = [...world.ledger.notifications()];
  return { count: all.length, notifications: all.slice(-SHOWN).map(showNotification) };
}

function showNotification(record: NotificationRecord): object {
  return {
    id: record.id,
    out_trade_no: record.outTradeNo ?? null,
    out_refund_no: record.outRefundNo ?? null,
    event_type: record.eventType ?? 'TRANSACTION.SUCCESS',
    url: record.url,
    state: record.state,
    created: beijingTime(record.createdMs),
    next_try: record.nextTryMs === null ? null : beijingTime(record.nextTryMs),
    tries_left: record.triesLeft,
    sends: record.sends.map(({ atMs, outcome, faults }) => ({
      at: beijingTime(atMs),
      status: outcome.kind === 'answered' ? outcome.status : null,
      answer: outcome.kind === 'answered' ? outcome.body : null,
      failure: outcome.kind === 'failed' ? outcome.reason : null,
      faults,
    })),
  };
}
