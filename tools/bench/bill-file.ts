import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { createHash } from 'node:crypto';

/** The header of an ALL bill. */
export const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
/** The header of its summary. */
export const SUMMARY =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

/** As the file has them: commas and quotes escaped, and one that nobody escaped. */
const GOODS = [
  '明前龙井 250g',
  '景德镇手绘青花瓷茶杯\\ 一对\\ 礼盒装',
  '\\"春日\\"限定 乌龙茶 礼盒',
  'Earl Grey, loose leaf',
  "it\\'s tea",
  '云南普洱茶饼 357g 2019年',
] as const;
const BANKS = ['OTHERS', 'CMB_DEBIT', 'ICBC_CREDIT', 'CCB_DEBIT'] as const;

/** A small generator of chance: the same file every time. */
function chance(): (below: number) => number {
  let state = 20_260_102;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state % below;
  };
}

/** Fen as a bill prints them. */
export function yuan(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Lines of an ALL bill: one in fifty a refund. */
function* lines(rows: number): Generator<string> {
  const below = chance();
  const sum = { paid: 0, refunded: 0, fee: 0 };
  yield `\ufeff${HEADER}\r\n`;
  for (let row = 0; row < rows; row += 1) {
    const fen = 1 + below(30_000);
    const fee = Math.round((fen * 6) / 1_000);
    const isRefund = row % 50 === 0;
    const number = String(row).padStart(10, '0');
    const time = `2026-01-02 ${two(Math.floor((row * 24) / rows))}:${two(below(60))}:${two(below(60))}`;
    const openid = `oUpF8uMuAJO_M2pxb1Q${String(below(1e9)).padStart(9, '0')}`;
    const ids = `wxd678efh567hg6787,\`1900007291,\`0,\`,\`4200002${String(below(1e9)).padStart(11, '0')}${number},\`20260102${String(below(1e9)).padStart(12, '0')}${number},\`${openid}`;
    const goods = GOODS[below(GOODS.length)];
    const bank = BANKS[below(BANKS.length)];
    if (isRefund) {
      sum.refunded += fen;
      sum.fee -= fee;
      yield `\`${time},\`${ids},\`JSAPI,\`REFUND,\`${bank},\`CNY,\`0.00,\`0.00,\`503000${number}20260102${number.slice(4)},\`R20260102${number}aB3dE5,\`${yuan(fen)},\`0.00,\`ORIGINAL,\`SUCCESS,\`${goods},\`,\`-${yuan(fee)}000,\`0.60%,\`0.00,\`${yuan(fen)},\`\r\n`;
    } else {
      sum.paid += fen;
      sum.fee += fee;
      yield `\`${time},\`${ids},\`JSAPI,\`SUCCESS,\`${bank},\`CNY,\`${yuan(fen)},\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`${goods},\`,\`${yuan(fee)}000,\`0.60%,\`${yuan(fen)},\`0.00,\`\r\n`;
    }
  }
  yield `${SUMMARY}\r\n\`${rows}.0,\`${yuan(sum.paid)},\`${yuan(sum.refunded)},\`0.0,\`${yuan(sum.fee)},\`${yuan(sum.paid)},\`${yuan(sum.refunded)}\r\n`;
}

/** Characters written at once. */
const BLOCK_CHARS = 1 << 18;

function* blocks(text: Iterable<string>, seen: (block: Buffer) => void): Generator<Buffer> {
  let block = '';
  for (const line of text) {
    block += line;
    if (block.length < BLOCK_CHARS) continue;
    const bytes = Buffer.from(block);
    seen(bytes);
    yield bytes;
    block = '';
  }
  const last = Buffer.from(block);
  seen(last);
  yield last;
}

/** A packed bill on disk. */
export interface PackedBill {
  readonly file: string;
  readonly rows: number;
  /** Unpacked. */
  readonly bytes: number;
  /** Of the unpacked file. */
  readonly sha1: string;
}

/** Writes an ALL bill with this many rows, packed; `text` is its lines with their ends. */
export async function writePackedBill(
  file: string,
  rows: number,
  text: Iterable<string> = lines(rows),
): Promise<PackedBill> {
  const hash = createHash('sha1');
  let bytes = 0;
  const source = Readable.from(
    blocks(text, (block) => {
      hash.update(block);
      bytes += block.length;
    }),
  );
  await pipeline(source, createGzip({ level: 6 }), createWriteStream(file));
  return { file, rows, bytes, sha1: hash.digest('hex') };
}
