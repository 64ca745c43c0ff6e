import { describe, expect, it } from '@jest/globals';
import type { RuleFacts } from '../../../simulators/cloudbase/rules/rule-expression';
import { ruleOf } from '../../../simulators/cloudbase/rules/rule-expression';
import { storageRule } from '../../../simulators/cloudbase/rules/storage-rule';

const facts = (path: string, owner: string | null = 'o-a', openid = 'o-a'): RuleFacts => ({
  auth: { openid },
  resource: { openid: owner, path },
});

describe('a security rule', () => {
  it.each([
    [true, true],
    [false, false],
    ['true', true],
    ['resource.openid == auth.openid', true],
    ['resource.openid != auth.openid', false],
    ["auth.openid == 'o-a'", true],
    ['auth.uid == null', true],
    ['/^photos[^a-z]/.test(resource.path) == true', true],
    ['/^bills[^a-z]/.test(resource.path) == false', true],
    ["resource.path == 'no' || resource.openid == auth.openid", true],
    ["resource.path == 'no' || (resource.openid == auth.openid && false)", false],
    ["true || false && resource.path == 'no'", true],
  ])('says of %j: %j', (expression, allowed) => {
    expect(ruleOf(expression)(facts('photos/1.jpg'))).toBe(allowed);
  });

  it('gives nobody the files that nobody uploaded from a phone', () => {
    const rule = storageRule({ read: 'resource.openid == auth.openid' });
    expect(rule.read(facts('bills/1.csv', null))).toBe(false);
    expect(rule.read(facts('bills/1.csv', 'o-b'))).toBe(false);
  });

  it('refuses what it does not name', () => {
    const rule = storageRule({});
    expect([rule.read(facts('a')), rule.write(facts('a'))]).toEqual([false, false]);
  });

  it.each([
    ['a match that is not compared', '/^photos/.test(resource.path)'],
    ['the same inside of an and', 'true && /^photos/.test(resource.path)'],
    ['an escape, whose meaning depends on who reads it', '/^photos\\//.test(resource.path) == true'],
    ['an unknown name', 'request.time == null'],
    ['a bracket that stays open', '(true'],
    ['something after the end', 'true true'],
    ['nothing', ''],
    ['half a comparison', 'auth.openid =='],
    ['a function', "get('database.orders.1') == null"],
  ])('does not guess at %s', (_what, expression) => {
    expect(() => ruleOf(expression)).toThrow(/not supported|unsupported|EMULATOR/i);
  });
});
