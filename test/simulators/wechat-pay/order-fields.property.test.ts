import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codepayFields } from '../../../simulators/wechat-pay/checks/codepay-fields';
import type { FieldRule, FieldTable } from '../../../simulators/wechat-pay/checks/field-rule';
import { sheetOrderFields } from '../../../simulators/wechat-pay/checks/order-fields';
import type { Answer } from './merchant-client';
import { KINDS, orderBody, orderRoot } from './order-bodies';
import type { Mode, OrderKind, Product } from './order-bodies';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();

function fieldsOf(product: Product, mode: Mode): FieldTable {
  return product === 'codepay' ? codepayFields(mode) : sheetOrderFields(product, mode);
}

function post({ product, mode }: OrderKind, body: unknown): Promise<Answer> {
  return fixture.client.call('POST', `${orderRoot(mode)}/${product}`, { body });
}

const JUNK: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 60, '', ' ', '🍎', '\uD800', [], {}, '__proto__'),
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value that breaks this rule, whatever the rest of the body says. */
function breaking(rule: FieldRule): fc.Arbitrary<unknown> {
  const wrongType = (right: string): fc.Arbitrary<unknown> =>
    fc
      .constantFrom<unknown>(null, 7, 'text', true, [], {}, [1], { a: 1 })
      .filter((value) => kindOf(value) !== right);
  switch (rule.kind) {
    case 'string': {
      const tooLong = fc.constant('a'.repeat(rule.max + 1));
      const tooShort = (rule.min ?? (rule.required ? 1 : 0)) > 0 ? [fc.constant('')] : [];
      return fc.oneof(wrongType('string'), tooLong, fc.constant('苹果🍎'), ...tooShort);
    }
    case 'integer': {
      const tooSmall = rule.min === undefined ? [] : [fc.constant(rule.min - 1)];
      return fc.oneof(wrongType('integer'), fc.constantFrom<unknown>(1.5, 2 ** 60, '1'), ...tooSmall);
    }
    case 'boolean':
      return wrongType('boolean');
    case 'object':
      return fc.oneof(wrongType('object'), fc.constant({ not_in_the_table: 1 }));
    case 'array':
      return fc.oneof(
        wrongType('array'),
        fc.constant([]),
        breaking(rule.item).map((item) => [item]),
      );
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return typeof value === 'number' ? 'integer' : typeof value;
}

function expectRefusal({ status, json, headers }: Answer): void {
  expect([400, 403]).toContain(status);
  expect(json).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) });
  expect(headers['request-id']).toMatch(/^[0-9A-F]{40}-\d+$/);
}

describe.each(KINDS)('the body of %s %s', (product, mode) => {
  const kind = { product, mode };
  const rules = Object.entries(fieldsOf(product, mode));

  it('is refused when any one member breaks its rule', async () => {
    const broken = fc
      .constantFrom(...rules)
      .chain(([name, rule]) => breaking(rule).map((value) => [name, value] as const));
    await fc.assert(
      fc.asyncProperty(broken, async ([name, value]) => {
        const answer = await post(kind, orderBody(fixture, kind, { [name]: value }));
        expectRefusal(answer);
        expect(answer.status).toBe(400);
      }),
      { numRuns: 25 },
    );
  });

  it.each(rules.filter(([, rule]) => rule.required).map(([name]) => name))(
    'is refused without %s',
    async (name) => {
      const answer = await post(kind, orderBody(fixture, kind, { [name]: undefined }));
      expectRefusal(answer);
      expect(answer.json['message']).toMatch(new RegExp(`${name}”映射到字段“.+”必填性规则校验失败`));
    },
  );

  it('is never answered 500, and never left unanswered, whatever is sent', async () => {
    const bodies = fc.oneof(
      JUNK,
      fc
        .dictionary(fc.constantFrom(...rules.map(([name]) => name), 'extra'), JUNK, { maxKeys: 4 })
        .map((change) => orderBody(fixture, kind, change)),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const answer = await post(kind, body);
        if (answer.status === 200) expect(product).not.toBe('codepay');
        else expectRefusal(answer);
      }),
      { numRuns: 30 },
    );
  });

  it('tells nothing apart by the order of its members', async () => {
    const reversed = Object.fromEntries(Object.entries(orderBody(fixture, kind)).reverse());
    const answers = [await post(kind, orderBody(fixture, kind)), await post(kind, reversed)];
    // Nobody shows the payment code of the plain body: both are refused alike.
    const expected = product === 'codepay' ? [400, 400] : [200, 200];
    expect(answers.map(({ status }) => status)).toEqual(expected);
  });
});
