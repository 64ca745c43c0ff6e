import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ENDPOINT_NAMES } from '../../../simulators/wechat-pay/endpoints/endpoint-names';
import { FaultRequest } from '../../../simulators/wechat-pay/faults/fault';
import { CODE_BEHAVIOURS } from '../../../simulators/wechat-pay/orders/payment-code';
import { RATE_NAMES } from '../../../simulators/wechat-pay/protocol/rate-limits';
import { MERCHANT_STATES } from '../../../simulators/wechat-pay/settings';
import { createRefundWorld } from './refund-world';
import { useSimulator } from './simulator-fixture';

const README = readFileSync(join(__dirname, '../../../simulators/wechat-pay/README.md'), 'utf8');
const fixture = useSimulator();
const { pay, refund } = createRefundWorld(fixture);

/** One `curl` line of the README, as a shell would hand it on. */
interface Example {
  readonly line: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

function exampleOf(line: string): Example {
  const [, path = '/'] = /\$S(\/\S*)/.exec(line) ?? [];
  const [, query] = /--data-urlencode '([^=]+=[^']*)'/.exec(line) ?? [];
  const [, body] = / -d '([^']*)'/.exec(line) ?? [];
  const [, method = body === undefined ? 'GET' : 'POST'] = / -X (\w+)/.exec(line) ?? [];
  const [name = '', ...value] = (query ?? '').split('=');
  return {
    line,
    method,
    path: query === undefined ? path : `${path}?${name}=${encodeURIComponent(value.join('='))}`,
    ...(body === undefined ? {} : { body: JSON.parse(body) as object }),
  };
}

const EXAMPLES = README.split('\n')
  .filter((line) => line.startsWith('curl '))
  .map(exampleOf);

/** What an example leaves out, or stands for what only a run could name. */
const UNNAMED = /…|130000000000000000/;

describe('the examples of the README', () => {
  it.each(EXAMPLES)('work as they stand: $line', async ({ line, method, path, body }) => {
    await pay('A123456');
    await refund('A123456', 'R123456', 10);
    const paying = line.includes('"out_trade_no":"A123456"');
    // An order that is paid cannot be paid again.
    if (paying) {
      await fixture.client.control('POST', '/reset');
      await fixture.client.place('A123456');
    }
    const { status, json } = await fixture.client.control(method, path, body);
    const unnamed = UNNAMED.test(line) && !path.startsWith('/pay-sign');
    const answered = status === 201 ? 200 : status;
    expect([answered, json['error']]).toEqual(unnamed ? [404, expect.any(Object)] : [200, undefined]);
  });
});

/** The words in the first column of the table under this heading. */
function firstColumn(heading: string): readonly string[] {
  const table = README.slice(README.indexOf(`| ${heading} `));
  const rows = table.slice(0, table.indexOf('\n\n')).split('\n').slice(2);
  return rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
  );
}

describe('what the README lists', () => {
  const sorted = (words: Iterable<string>): readonly string[] => [...words].sort();
  beforeEach(() => expect(EXAMPLES.length).toBeGreaterThan(20));

  it('is every fault there is', () => {
    const kinds = FaultRequest.options.map((option) => option.entries.kind.literal);
    expect(sorted(firstColumn('Fault'))).toEqual(sorted(kinds));
  });

  it('is every behaviour of a payment code', () => {
    expect(sorted(firstColumn('Behaviour of a payment code'))).toEqual(sorted(CODE_BEHAVIOURS));
  });

  it('is every endpoint, limit and standing of the merchant by its name', () => {
    const named = (word: string): boolean => README.includes(`\`${word}\``);
    const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
    const missing = [
      ...ENDPOINT_NAMES.filter((name) => !named(name) && !named(last(name))),
      ...[...RATE_NAMES.slice(ENDPOINT_NAMES.length), ...MERCHANT_STATES].filter((name) => !named(name)),
    ];
    expect(missing).toEqual([]);
  });
});
