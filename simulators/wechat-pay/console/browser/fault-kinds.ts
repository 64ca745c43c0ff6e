/** One parameter of a fault: its first value, or the values it may have. */
export interface ParameterRule {
  readonly name: string;
  readonly words: string;
  readonly first: string | number | boolean;
  readonly choices?: readonly (readonly [value: string, words: string])[];
  /** Left out of the request while nothing is typed. */
  readonly optional?: boolean;
}

interface FaultKind {
  readonly words: string;
  /** The only places it can strike; undefined: every one. */
  readonly only?: readonly string[];
  readonly own: readonly ParameterRule[];
}

const BILLS = ['bills.trade', 'bills.fundflow'];
const AFTER: ParameterRule = { name: 'act', words: '请求照常处理', first: false };

export const DIFFERENCES = [
  ['missingRow', '少一行'],
  ['extraRow', '多一行'],
  ['wrongAmount', '金额不符'],
  ['wrongState', '状态不符'],
  ['wrongFee', '手续费不符'],
] as const;

/** What each fault does, where it can strike, and its own parameters. */
export const FAULT_KINDS: Readonly<Record<string, FaultKind>> = {
  drop: { words: '断开连接，应答丢失', own: [{ ...AFTER, first: true }] },
  delay: { words: '应答或通知迟到', own: [{ name: 'delay_ms', words: '毫秒', first: 3000 }] },
  status: {
    words: '以指定状态码应答',
    own: [
      { name: 'status', words: '状态码', first: 500 },
      { name: 'code', words: '错误码', first: 'SYSTEM_ERROR' },
      { name: 'message', words: '错误信息', first: '', optional: true },
      AFTER,
    ],
  },
  badSignature: { words: '签名错误', own: [] },
  signatureProbe: {
    words: '签名探测流量',
    own: [{ name: 'decodable', words: '是合法的 base64', first: true }],
  },
  wrongSerial: {
    words: '未知的证书序列号',
    own: [{ name: 'serial', words: '序列号', first: '', optional: true }],
  },
  wrongAmount: {
    words: '金额不符',
    only: ['orders.query', 'orders.codepay', 'refunds.query', 'notifications'],
    own: [{ name: 'total', words: '金额（分）', first: 1, optional: true }],
  },
  billDifference: {
    words: '账单有一行不符',
    only: BILLS,
    own: [
      { name: 'difference', words: '差异', first: 'missingRow', choices: DIFFERENCES },
      { name: 'number', words: '单号（不填则随机）', first: '', optional: true },
    ],
  },
  wrongHash: { words: '账单哈希错误', only: BILLS, own: [] },
  cutFile: {
    words: '账单文件被截断',
    only: ['bills.download'],
    own: [{ name: 'bytes', words: '缺少的字节', first: 100 }],
  },
  alteredFile: { words: '账单文件被改动', only: ['bills.download'], own: [] },
  duplicate: { words: '通知重复', only: ['notifications'], own: [] },
  reorder: { words: '通知乱序', only: ['notifications'], own: [] },
  lose: { words: '通知丢失', only: ['notifications'], own: [] },
};

export type Parameters = Readonly<Record<string, unknown>>;

/** The parameters of a kind as its form first shows them. */
export function firstValues(kind: string): Parameters {
  return Object.fromEntries(FAULT_KINDS[kind]?.own.map(({ name, first }) => [name, first]) ?? []);
}

/** The parameters as they are sent: what may be left out and is empty, is. */
export function filledIn(kind: string, given: Parameters): Parameters {
  const rules = FAULT_KINDS[kind]?.own ?? [];
  const kept = rules.filter(({ name, optional }) => optional !== true || given[name] !== '');
  return Object.fromEntries(kept.map(({ name }) => [name, given[name]]));
}
