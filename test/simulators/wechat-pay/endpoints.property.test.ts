import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ENDPOINTS } from '../../../simulators/wechat-pay/endpoints/endpoints';
import { expectRefusal, JUNK, percentEncoded } from './broken-fields';
import { orderBody, orderRoot, parties } from './order-bodies';
import type { Mode, Product } from './order-bodies';
import { createRefundWorld, DAY_MS, REFUNDS } from './refund-world';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const { pay, refund, body: refundBody } = createRefundWorld(fixture);

type Members = Readonly<Record<string, unknown>>;

/** A request that is right in everything, to be spoiled one member at a time. */
interface Whole {
  /** For the parameters in the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Members;
}

const PAID = 'FUZZED01';

function orderRequests(mode: Mode): Readonly<Record<string, () => Whole>> {
  const root = orderRoot(mode);
  const place = (product: Product) => (): Whole => ({ body: orderBody(fixture, { product, mode }) });
  const own = (): Record<string, string> => parties(fixture.simulator.merchant, mode);
  const numbers = (): Record<string, string> =>
    Object.fromEntries(Object.entries(own()).filter(([name]) => name.endsWith('mchid')));
  const params = { out_trade_no: PAID };
  return {
    [`POST ${root}/jsapi`]: place('jsapi'),
    [`POST ${root}/native`]: place('native'),
    [`POST ${root}/h5`]: place('h5'),
    [`POST ${root}/app`]: place('app'),
    [`POST ${root}/codepay`]: place('codepay'),
    [`GET ${root}/id/:transaction_id`]: () => ({ params: { transaction_id: '42' }, query: numbers() }),
    [`GET ${root}/out-trade-no/:out_trade_no`]: () => ({ params, query: numbers() }),
    [`POST ${root}/out-trade-no/:out_trade_no/close`]: () => ({ params, body: numbers() }),
    [`POST ${root}/out-trade-no/:out_trade_no/reverse`]: () => ({ params, body: own() }),
  };
}

const combined = (): Whole => ({ body: { combine_out_trade_no: 'C1', sub_orders: [] } });
const COMBINE = '/v3/combine-transactions';

/** One for each endpoint; an endpoint that is missing here fails the first test. */
const REQUESTS: Readonly<Record<string, () => Whole>> = {
  ...orderRequests('direct'),
  ...orderRequests('partner'),
  [`POST ${COMBINE}/jsapi`]: combined,
  [`POST ${COMBINE}/native`]: combined,
  [`POST ${COMBINE}/h5`]: combined,
  [`POST ${COMBINE}/app`]: combined,
  [`GET ${COMBINE}/out-trade-no/:combine_out_trade_no`]: () => ({ params: { combine_out_trade_no: 'C1' } }),
  [`POST ${COMBINE}/out-trade-no/:combine_out_trade_no/close`]: () => ({
    params: { combine_out_trade_no: 'C1' },
    ...combined(),
  }),
  [`POST ${REFUNDS}`]: () => ({ body: refundBody(PAID, 'R-FUZZED02', 10) }),
  [`GET ${REFUNDS}/:out_refund_no`]: () => ({
    params: { out_refund_no: 'R-FUZZED01' },
    query: { sub_mchid: fixture.simulator.merchant.subMchid },
  }),
  [`POST ${REFUNDS}/:refund_id/apply-abnormal-refund`]: () => ({
    params: { refund_id: '50' },
    body: { out_refund_no: 'R-FUZZED01', type: 'MERCHANT_BANK_CARD', bank_account: 'x', real_name: 'x' },
  }),
  'GET /v3/bill/tradebill': () => ({
    query: { bill_date: '2026-01-01', bill_type: 'ALL', sub_mchid: '1', tar_type: 'GZIP' },
  }),
  'GET /v3/bill/fundflowbill': () => ({
    query: { bill_date: '2026-01-01', account_type: 'BASIC', tar_type: 'GZIP' },
  }),
  'GET /v3/billdownload/file': () => ({ query: { token: 'x', tartype: 'gzip' } }),
  'GET /v3/billdownload/downloadurl': () => ({ query: { token: 'x' } }),
  'GET /v3/certificates': () => ({ query: { algorithm_type: 'RSA' } }),
  'POST /v3/security/echo': () => ({
    body: { echo_message: 'x', encrypted_echo_message: 'x', notify_url: 'http://203.0.113.7/notify' },
  }),
};

/** Text a URL can carry; a lone half of a surrogate pair has no encoding. */
const TEXT = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 80, size: 'max' }),
    fc.string({ maxLength: 200, size: 'max' }),
  )
  .filter((value) => !/\p{Surrogate}/u.test(value) && value !== '' && value !== '.' && value !== '..');

/** A request of which some members are anything at all. */
function spoiled({ params = {}, query = {}, body }: Whole): fc.Arbitrary<Whole> {
  const texts = (right: Readonly<Record<string, string>>): fc.Arbitrary<Record<string, string>> =>
    fc
      .dictionary(fc.constantFrom(...Object.keys(right), 'extra'), TEXT, { maxKeys: 3 })
      .map((change) => ({ ...right, ...change }));
  const paths = fc
    .dictionary(fc.constantFrom(...Object.keys(params), 'none'), TEXT, { maxKeys: 1 })
    .map((change) => ({ ...params, ...change }));
  if (body === undefined) return fc.record({ params: paths, query: texts(query) });
  const bodies = fc
    .dictionary(fc.constantFrom(...Object.keys(body), 'extra'), JUNK, { maxKeys: 3 })
    .map((change) => ({ ...body, ...change }));
  return fc.record({ params: paths, query: fc.constant({}), body: bodies });
}

function addressOf(path: string, { params = {}, query = {} }: Whole): string {
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => percentEncoded(params[name] ?? ''));
  const list = Object.entries(query).map(([name, value]) => `${name}=${percentEncoded(value)}`);
  return list.length === 0 ? filled : `${filled}?${list.join('&')}`;
}

const NAMES = ENDPOINTS.map(({ method, path }) => `${method} ${path}`);

describe('every endpoint', () => {
  beforeEach(async () => {
    await pay(PAID);
    await refund(PAID, 'R-FUZZED01', 10);
  });

  it('has a request here', () => {
    expect(Object.keys(REQUESTS).sort()).toEqual([...NAMES].sort());
  });

  it.each(NAMES)('%s answers whatever it is asked, and never 500', async (name) => {
    const whole = REQUESTS[name]?.();
    const [method, path] = name.split(' ');
    if (whole === undefined || method === undefined || path === undefined) throw new Error(name);
    const headers = { 'Wechatpay-Serial': fixture.simulator.merchant.platformSerialNo };
    await fc.assert(
      fc.asyncProperty(spoiled(whole), async (request) => {
        const { body } = request;
        const options = body === undefined ? { headers } : { body, headers };
        const answer = await fixture.client.call(method, addressOf(path, request), options);
        if (![200, 202, 204, 429].includes(answer.status)) expectRefusal(answer);
      }),
      { numRuns: 40 },
    );
  });

  it('of refunds says 429 or what it says without limits, while limits are reached and left', async () => {
    const whole = REQUESTS[`POST ${REFUNDS}`]?.();
    if (whole === undefined) throw new Error('applying for a refund is an endpoint');
    const limits = { 'refunds.apply': 5, 'refunds.apply.failing': 2, 'refunds.apply.oldOrders': 3 };
    await fixture.client.control('POST', '/settings', { rate_limits: limits });
    await fixture.simulator.clock.advance(31 * DAY_MS);
    const step = fc.tuple(spoiled(whole), fc.constantFrom(0, 0, 0, 400, 1000, 60_000));
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(step, async ([{ body }, waitMs]) => {
        await fixture.simulator.clock.advance(waitMs);
        const answer = await fixture.client.call('POST', REFUNDS, body === undefined ? {} : { body });
        seen.add(answer.status);
        if (answer.status === 429) expect(answer.json['code']).toBe('FREQUENCY_LIMITED');
        else if (answer.status !== 200) expectRefusal(answer);
      }),
      { numRuns: 150 },
    );
    expect(seen).toContain(429);
  });
});
