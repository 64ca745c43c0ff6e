/** Values that break the rules of a field table, and what must come of them. */
import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { FieldRule } from '../../../simulators/wechat-pay/checks/field-rule';
import type { Answer } from './merchant-client';

/** Whatever JSON can hold, and what no field is ready for. */
export const JUNK: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 60, '', ' ', '🍎', '\uD800', [], {}, '__proto__'),
  fc.string({ maxLength: 300, size: 'max' }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value that breaks this rule, whatever the rest of the body says. */
export function breaking(rule: FieldRule): fc.Arbitrary<unknown> {
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

/** What Node's own client would change on the way is encoded as well: the signature is over the path as sent. */
export const percentEncoded = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27');

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return typeof value === 'number' ? 'integer' : typeof value;
}

/** A refusal in WeChat Pay's words, with a number behind it. */
export function expectRefusal({ status, json, headers }: Answer): void {
  expect([400, 403, 404]).toContain(status);
  expect(json).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) });
  expect(headers['request-id']).toMatch(/^[0-9A-F]{40}-\d+$/);
}
