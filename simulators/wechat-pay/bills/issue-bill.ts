import { createHash } from 'node:crypto';
import { faultOf } from '../faults/fault';
import type { FaultSpec } from '../faults/fault';
import { done } from '../protocol/answer';
import type { ApiAnswer } from '../protocol/answer';
import { ALPHANUMERIC } from '../seeded-random';
import type { Variations } from '../variations';
import type { BillWire } from '../wire';
import type { World } from '../world';
import { noStatement } from './bill-day';
import { billChunks } from './bill-file';
import { BILL_TOKEN_LIFE_MS } from './bill-order';
import type { BillFormat, BillOrder, Difference } from './bill-order';
import { numberOf, tradeRows } from './trade-bill';

/** Writes the bill once for its hash and hands out the address to read it from, at the host that was asked. */
export async function issueBill(
  wanted: BillOrder,
  world: World,
  { origin, faults }: { readonly origin: string; readonly faults: readonly FaultSpec[] },
): Promise<ApiAnswer> {
  const { ledger, keys, random, clock } = world;
  const [first] = numbersIn(wanted, world);
  if (first === undefined) return noStatement();
  const difference = plantedDifference(wanted, world, faults);
  const order: BillOrder = { ...wanted, ...(difference === undefined ? {} : { difference }) };
  const hash = createHash('sha1');
  for await (const chunk of billChunks(order, ledger, keys.mchid)) hash.update(chunk);
  const token = random.text('billToken', 40, ALPHANUMERIC);
  ledger.record({ kind: 'billIssued', token, order, expiresMs: clock.nowMs() + BILL_TOKEN_LIFE_MS });
  const digest = hash.digest('hex');
  const answer: BillWire = {
    hash_type: 'SHA1',
    hash_value: faultOf(faults, 'wrongHash') === undefined ? digest : digest.split('').reverse().join(''),
    download_url: `${origin}${downloadTarget(token, order, world.variations)}`,
  };
  return done(answer);
}

/** The form of a day's bill. It stays the same, however often the bill is asked for. */
export function billFormat(subject: string, variations: Variations): BillFormat {
  return {
    byteOrderMark: variations.pickFor('billByteOrderMark', subject) === 'present',
    lineEnd: variations.pickFor('billLineEnd', subject) === 'CRLF' ? '\r\n' : '\n',
    lastLineEnd: variations.pickFor('billLastLineEnd', subject) === 'present',
    figures: variations.pickFor('billFigures', subject),
    parentheses: variations.pickFor('billParentheses', subject),
    rowOrder: variations.pickFor('billRowOrder', subject),
  };
}

function downloadTarget(token: string, { gzip }: BillOrder, variations: Variations): string {
  switch (variations.pick('billDownloadPath')) {
    case 'file':
      return `/v3/billdownload/file?token=${token}`;
    case 'file with tartype':
      return `/v3/billdownload/file?token=${token}${gzip ? '&tartype=gzip' : ''}`;
    case 'downloadurl':
      return `/v3/billdownload/downloadurl?token=${token}`;
  }
}

/** The numbers that name rows of a bill, one for each row that has one. */
function* numbersIn(order: BillOrder, { ledger, keys }: World): Generator<string> {
  if (order.kind === 'trade') {
    for (const row of tradeRows(order, ledger)) yield numberOf(row);
    return;
  }
  for (const { about } of ledger.books.funds.movements(keys.mchid, order.account, order.day)) yield about;
}

/** The row a fault asks for, or one picked by the seed. */
function plantedDifference(
  order: BillOrder,
  world: World,
  faults: readonly FaultSpec[],
): Difference | undefined {
  const fault = faultOf(faults, 'billDifference');
  if (fault === undefined) return undefined;
  if (fault.number !== undefined) return { kind: fault.difference, number: fault.number };
  const numbers = [...numbersIn(order, world)].filter((number) => number !== '');
  const number = numbers[Math.floor(world.random.fraction('billDifference') * numbers.length)];
  return number === undefined ? undefined : { kind: fault.difference, number };
}
