import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codepayFields } from '../../../simulators/wechat-pay/checks/codepay-fields';
import type { FieldTable } from '../../../simulators/wechat-pay/checks/field-rule';
import { sheetOrderFields } from '../../../simulators/wechat-pay/checks/order-fields';
import { breaking, expectRefusal, JUNK } from './broken-fields';
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
