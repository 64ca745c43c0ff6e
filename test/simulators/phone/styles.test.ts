import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import postcss from 'postcss';
import selectorParser from 'postcss-selector-parser';

const FOLDER = path.resolve(__dirname, '../../../simulators/phone/runtime/css');

/** The names WeChat itself gives to what is being pressed. */
const OF_WECHAT = new Set(['button-hover', 'navigator-hover']);

/** What a style sheet names: classes, ids, keyframes and variables. */
function namesIn(css: string): string[] {
  const names: string[] = [];
  const root = postcss.parse(css);
  root.walkAtRules('keyframes', ({ params }) => void names.push(params));
  root.walkDecls(/^--/, ({ prop }) => void names.push(prop.slice(2)));
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule') return;
    selectorParser((selectors) => {
      selectors.walkClasses(({ value }) => void names.push(value));
      selectors.walkIds(({ value }) => void names.push(value));
    }).processSync(rule.selector);
  });
  return names;
}

describe('style sheets of the phone', () => {
  it('name nothing that a mini program could mean as well', () => {
    const names = readdirSync(FOLDER).flatMap((file) =>
      namesIn(readFileSync(path.join(FOLDER, file), 'utf8')),
    );
    expect(names.length).toBeGreaterThan(100);
    const bare = names.filter((name) => !/^(ph-|safe-area-inset-)/.test(name) && !OF_WECHAT.has(name));
    expect(bare).toEqual([]);
  });
});
