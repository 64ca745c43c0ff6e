import type { Clock } from '../../ports/clock';
import type {
  GatewayPayment,
  NextAction,
  Outcome,
  PaymentGateway,
  PaymentScene,
} from '../../ports/payment-gateway';
import { WECHAT_PAY_CAPABILITIES } from './capabilities';
import { createGatewayKeys, type GatewayKeys } from './certificates/gateway-keys';
import { assertGatewayConfig } from './check-config';
import type { WechatPayConfig } from './config';
import { createExchange, unknownOutcome, type VerifiedReply } from './exchange';
import { readAsked, toJsapiOrder, type Numbers } from './map';
import { createSigner } from './signer';
import { createTransport } from './transport';
import { createVerifier } from './verifier';
import { readJson, readPrepayId, type Read, type WireClose, type WireJsapiOrder } from './wire';

/** What the gateway needs from outside. */
export interface GatewayDeps {
  readonly clock: Clock;
  /** A new unguessable word of at most 32 letters and digits at each call. */
  readonly nonce: () => string;
  /** Shared with whoever keeps them fresh; by default the gateway keeps keys of its own, in memory. */
  readonly keys?: GatewayKeys;
}

const TRANSACTIONS = '/v3/pay/transactions';

/** Reads the JSON of a verified answer, or says why it is not the documented one. */
function interpret<Value>(
  outcome: Outcome<VerifiedReply>,
  read: (json: unknown) => Read<Value>,
): Outcome<Value> {
  if (outcome.kind !== 'accepted') return outcome;
  const { value, ...proof } = outcome;
  if (value.status !== 200) return unknownOutcome('malformedReply', `HTTP ${value.status}`, proof);
  const json = readJson(value.body);
  const result = json.kind === 'read' ? read(json.value) : json;
  if (result.kind === 'malformed') return unknownOutcome('malformedReply', result.reason, proof);
  return { ...proof, value: result.value };
}

/** Takes a signed 204 for closed; 204 carries no body, so any other status is not the documented answer. */
function readClosed(outcome: Outcome<VerifiedReply>): Outcome<'closed'> {
  if (outcome.kind !== 'accepted') return outcome;
  const { value, ...proof } = outcome;
  if (value.status !== 204) return unknownOutcome('malformedReply', `HTTP ${value.status}`, proof);
  return { ...proof, value: 'closed' };
}

const NOT_OFFERED: Outcome<never> = {
  kind: 'refused',
  refusal: { reason: 'notAllowed', code: 'SCENE_NOT_OFFERED', httpStatus: 0 },
  requestId: '',
  bodySha256: null,
};

function offered(scene: PaymentScene): boolean {
  return WECHAT_PAY_CAPABILITIES.scenes.includes(scene);
}

/**
 * Makes the gateway to WeChat Pay APIv3 for a direct merchant. Every call is safe to repeat with equal values.
 * Only `miniProgram` is offered: `create` refuses another scene with `SCENE_NOT_OFFERED` and sends nothing, `resume`
 * throws RangeError. Connects to nothing and parses no key until it is used.
 * @throws Error listing every problem of the settings that shows without parsing a key. A key that cannot be read
 * rejects the first call, before anything is sent. Sources: pages 4012791897, 4012791899, 4012791900, 4012791901.
 */
export function createWechatPayGateway(
  config: WechatPayConfig,
  { clock, nonce, keys }: GatewayDeps,
): PaymentGateway {
  assertGatewayConfig(config);
  const { appid, mchid } = config;
  const signer = createSigner(config);
  const freshness = () => ({ timestampSeconds: Math.floor(clock.nowMs() / 1000), nonce: nonce() });
  const { ring, supply } = keys ?? createGatewayKeys(config, { clock, nonce });
  const verifier = createVerifier(ring, clock);
  const transport = createTransport(config);
  const exchange = createExchange({ signer, keys: ring, supply, verifier, transport, freshness });

  const next = (prepayId: string): NextAction => {
    return { kind: 'requestPayment', prepayId, params: signer.requestPayment(appid, prepayId, freshness()) };
  };
  const post = (operation: 'create' | 'close', path: string, wire: WireJsapiOrder | WireClose) =>
    exchange({ operation, method: 'POST', path: `${TRANSACTIONS}/${path}`, body: JSON.stringify(wire) });
  const query = async (path: string, asked: Numbers): Promise<Outcome<GatewayPayment>> => {
    const pathAndQuery = `${TRANSACTIONS}/${path}?mchid=${mchid}`;
    const outcome = await exchange({ operation: 'query', method: 'GET', path: pathAndQuery, body: '' });
    return interpret(outcome, (json) => readAsked(json, { appid, mchid, ...asked }));
  };

  return {
    capabilities: WECHAT_PAY_CAPABILITIES,
    create: async (scene, order) => {
      if (!offered(scene)) return NOT_OFFERED;
      const prepay = interpret(await post('create', 'jsapi', toJsapiOrder(order, config)), readPrepayId);
      return prepay.kind === 'accepted' ? { ...prepay, value: next(prepay.value) } : prepay;
    },
    resume: (scene, prepayId) => {
      if (!offered(scene)) throw new RangeError(`${scene} is not among the capabilities of WeChat Pay here`);
      return next(prepayId);
    },
    query: (outTradeNo) => query(`out-trade-no/${encodeURIComponent(outTradeNo)}`, { outTradeNo }),
    queryByTransactionId: (transactionId) =>
      query(`id/${encodeURIComponent(transactionId)}`, { transactionId }),
    close: async (outTradeNo) =>
      readClosed(await post('close', `out-trade-no/${encodeURIComponent(outTradeNo)}/close`, { mchid })),
  };
}
