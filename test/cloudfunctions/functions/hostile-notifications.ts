import type {
  Forge,
  ForgedRequest,
  ForgeMerchant,
  PaidAttempt,
  Sealing,
} from '../../fixtures/notification-forge';

/** What a hostile notification is made from. */
export interface Scene {
  readonly forge: Forge;
  readonly merchant: ForgeMerchant;
  /** Awaits its payment; no hostile notification may bring it about. */
  readonly open: PaidAttempt;
  /** Paid already, by a transaction of another number than the forge gives out. */
  readonly paid: PaidAttempt;
}

/** One row of a table: how it is made and the status it is answered with. */
export type HostileRow = readonly [
  name: string,
  status: number,
  make: (scene: Scene) => ForgedRequest & { readonly path?: string },
];

/** The longest body the function reads: the longest documented ciphertext and its envelope. */
const LONGEST_READ = 1_048_576 + 4_096;
/** The platform takes no event longer than this. */
const LONGEST_EVENT = 6 * 1024 * 1024;

const good = ({ forge, open }: Scene): ForgedRequest => forge.notification(open);

function withHeaders(request: ForgedRequest, changes: Readonly<Record<string, string>>): ForgedRequest {
  return { ...request, headers: { ...request.headers, ...changes } };
}

function withoutHeader(request: ForgedRequest, name: string): ForgedRequest {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([one]) => one !== name));
  return { ...request, headers };
}

function probe(request: ForgedRequest, rest: (signature: string) => string): ForgedRequest {
  const prefix = 'WECHATPAY/SIGNTEST/';
  const signature = request.headers['Wechatpay-Signature'] ?? '';
  return withHeaders(request, {
    'Wechatpay-Signature': prefix + rest(signature.slice(prefix.length)),
  });
}

/** Good cryptography around whatever body. */
const signed =
  (body: string | Buffer) =>
  ({ forge }: Scene): ForgedRequest =>
    forge.signed(Buffer.from(body));

/** A good transaction in an envelope or a resource that is not as documented. */
const sealed =
  (sealing: Sealing) =>
  ({ forge, open }: Scene): ForgedRequest =>
    forge.signed(forge.body(forge.transaction(open), sealing));

/** A wrong transaction under good cryptography. */
const telling =
  (changes: Readonly<Record<string, unknown>>) =>
  ({ forge, open }: Scene): ForgedRequest =>
    forge.notification(open, changes);

function flipped(sealedBytes: Buffer, at: number): Buffer {
  const bytes = Buffer.from(sealedBytes);
  const place = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  return bytes;
}

/** Sent by somebody who is not WeChat Pay, or not now: nothing of the body may be looked at. */
export const UNVERIFIED: readonly HostileRow[] = [
  [
    'a signature by the key of the merchant itself',
    401,
    ({ forge, open, merchant }) =>
      forge.signed(forge.body(forge.transaction(open)), { keyFile: merchant.merchantKeyFile }),
  ],
  [
    'a signature by the platform key under the name of the public key',
    401,
    ({ forge, open, merchant }) =>
      forge.signed(forge.body(forge.transaction(open)), { keyFile: merchant.platformKeyFile }),
  ],
  [
    'a good signature of another body',
    401,
    (scene) => ({ ...good(scene), headers: scene.forge.notification(scene.paid).headers }),
  ],
  ['a signature probe that decodes', 401, (scene) => probe(good(scene), (rest) => rest)],
  ['a signature probe that does not decode', 401, (scene) => probe(good(scene), (rest) => rest.slice(0, -3))],
  ['a signature that is no base64', 401, (scene) => withHeaders(good(scene), { 'Wechatpay-Signature': '!' })],
  [
    'more behind a good signature',
    401,
    (scene) => {
      const request = good(scene);
      const signature = request.headers['Wechatpay-Signature'] ?? '';
      return withHeaders(request, { 'Wechatpay-Signature': `${signature}, AAAA` });
    },
  ],
  [
    'a serial nobody knows',
    401,
    (scene) => withHeaders(good(scene), { 'Wechatpay-Serial': 'PUB_KEY_ID_0114232134912410000000000000' }),
  ],
  [
    'a serial that is a property of every object',
    401,
    (scene) => withHeaders(good(scene), { 'Wechatpay-Serial': '__proto__' }),
  ],
  [
    'an age of 300 seconds',
    401,
    ({ forge, open }) => forge.signed(forge.body(forge.transaction(open)), { ageSeconds: 300 }),
  ],
  [
    'an age of a year',
    401,
    ({ forge, open }) => forge.signed(forge.body(forge.transaction(open)), { ageSeconds: 31_536_000 }),
  ],
  [
    'a time more than 300 seconds ahead',
    401,
    // The clock goes on until it arrives.
    ({ forge, open }) => forge.signed(forge.body(forge.transaction(open)), { ageSeconds: -310 }),
  ],
  ['a time that is no number', 401, (scene) => withHeaders(good(scene), { 'Wechatpay-Timestamp': '1e9' })],
  ...['Serial', 'Signature', 'Timestamp', 'Nonce'].map((name): HostileRow => [
    `no Wechatpay-${name}`,
    401,
    (scene) => withoutHeader(good(scene), `Wechatpay-${name}`),
  ]),
  ['no header at all', 401, (scene) => ({ ...good(scene), headers: {} })],
  [
    'another kind of signature',
    401,
    (scene) => withHeaders(good(scene), { 'Wechatpay-Signature-Type': 'WECHATPAY2-SM2-WITH-SM3' }),
  ],
  ['a body cut short', 401, (scene) => ({ ...good(scene), body: good(scene).body.subarray(0, -40) })],
  [
    'one more line break at the end',
    401,
    (scene) => {
      const request = good(scene);
      return { ...request, body: Buffer.concat([request.body, Buffer.from('\n')]) };
    },
  ],
  ['the headers of a good one and no body', 401, (scene) => ({ ...good(scene), body: Buffer.alloc(0) })],
  ['unsigned bytes that are no UTF-8', 401, (scene) => ({ ...good(scene), body: Buffer.alloc(400, 0xff) })],
  [
    'a nonsense Content-Type around a wrong signature',
    401,
    (scene) =>
      withHeaders({ ...good(scene), body: Buffer.from('a=b') }, { 'Content-Type': ';;multipart/no=thing' }),
  ],
  ['a body longer than any notification', 413, signed(Buffer.alloc(LONGEST_READ + 1, 0x20))],
  ['a body longer than any event', 413, signed(Buffer.alloc(LONGEST_EVENT + 1, 0x20))],
  ...['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method): HostileRow => [
    `the method ${method}`,
    405,
    (scene) => ({ ...good(scene), method }),
  ]),
  ['a path below ours', 404, (scene) => ({ ...good(scene), path: '/pay/notify/refund' })],
  ['a path beside ours', 404, (scene) => ({ ...good(scene), path: '/pay/notifyy' })],
  ['a path that climbs', 404, (scene) => ({ ...good(scene), path: '/pay/notify/%2e%2e/admin' })],
];

/** Signed by WeChat Pay's own key, and still not a notification of ours. */
export const MALFORMED: readonly HostileRow[] = [
  ['an empty body', 400, signed('')],
  ['a body that is not JSON', 400, signed('<xml><return_code>SUCCESS</return_code></xml>')],
  ['a body that is null', 400, signed('null')],
  ['a body that is a list', 400, signed('[]')],
  ['a body that is no UTF-8', 400, signed(Buffer.from([0xff, 0xfe, 0x7b, 0x7d, 0x80]))],
  ['a body of braces without end', 400, signed('{"a":'.repeat(50_000))],
  ['no resource', 400, sealed({ envelope: { resource: undefined } })],
  ['a resource that is text', 400, sealed({ envelope: { resource: 'resource' } })],
  ['no id', 400, sealed({ envelope: { id: undefined } })],
  ['another algorithm', 400, sealed({ resource: { algorithm: 'AEAD_SM4_GCM' } })],
  ['a ciphertext that is no text', 400, sealed({ resource: { ciphertext: { toString: 1 } } })],
  ['a flipped bit in the ciphertext', 400, sealed({ spoil: (bytes) => flipped(bytes, 0) })],
  ['a flipped bit in the tag', 400, sealed({ spoil: (bytes) => flipped(bytes, -1) })],
  ['a tag cut short', 400, sealed({ spoil: (bytes) => bytes.subarray(0, -4) })],
  ['another APIv3 key', 400, sealed({ apiV3Key: 'x'.repeat(32) })],
  ['other associated data', 400, sealed({ resource: { associated_data: 'refund' } })],
  ['a sealed text that is no transaction', 400, ({ forge }) => forge.signed(forge.body('paid'))],
  ['another mchid', 400, telling({ mchid: '1900000001' })],
  ['another appid', 400, telling({ appid: 'wx00000000000000ff' })],
  ['another currency', 400, telling({ amount: { total: 2_680, payer_total: 2_680, currency: 'USD' } })],
  [
    'an amount that is text',
    400,
    telling({ amount: { total: '2680', payer_total: 2_680, currency: 'CNY' } }),
  ],
  ['a fraction of a fen', 400, telling({ amount: { total: 2_680.5, payer_total: 2_680, currency: 'CNY' } })],
  ['an amount of nothing', 400, telling({ amount: { total: 0, payer_total: 0, currency: 'CNY' } })],
  ['an amount below nothing', 400, telling({ amount: { total: -2_680, payer_total: 0, currency: 'CNY' } })],
  ['no amount', 400, telling({ amount: undefined })],
  ['no transaction number', 400, telling({ transaction_id: undefined })],
  ['a query operator for a number', 400, telling({ out_trade_no: { $gt: '' } })],
];

/** Genuine in every check, yet not the payment that was asked for: kept as a proof, and sent again by WeChat Pay. */
export const NOT_OURS: readonly HostileRow[] = [
  ['one fen less', 409, telling({ amount: { total: 2_679, payer_total: 2_679, currency: 'CNY' } })],
  ['one fen more', 409, telling({ amount: { total: 2_681, payer_total: 2_680, currency: 'CNY' } })],
  ['an order nobody placed', 409, telling({ out_trade_no: '20260101000000nobody0placed0this' })],
  ['the name of a property of every object', 409, telling({ out_trade_no: '__proto__' })],
  ['another payer', 409, telling({ payer: { openid: 'o-somebody-else' } })],
  [
    'another transaction of an order that is paid',
    409,
    ({ forge, paid }) => forge.notification(paid, { transaction_id: '4200000000000000000000000001' }),
  ],
];
