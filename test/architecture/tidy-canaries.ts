/** For every tidy rule: files it must catch and files it must leave alone. */
import { word, type Repository, type SourceFile, type TIDY_RULES } from './tidy-rules';

interface TidyCanary {
  readonly caught: readonly SourceFile[];
  readonly clean: readonly SourceFile[];
}

const CORE = 'cloudfunctions/core/order/order.ts';
const USE_CASE = 'cloudfunctions/usecases/place-order.ts';
const ADAPTER = 'cloudfunctions/adapters/wechat-pay/notify.ts';
const PAGE = 'miniprogram/pages/home/home.ts';
const TEST = 'test/cloudfunctions/core/order.test.ts';

function each(path: string, ...texts: readonly string[]): SourceFile[] {
  return texts.map((text) => ({ path, text }));
}

function named(...paths: readonly string[]): SourceFile[] {
  return paths.map((path) => ({ path, text: '' }));
}

const keyHeader = word('-----BEGIN ', 'PRIVATE KEY-----');

/** The repository the canaries live in. */
export const CANARY_REPOSITORY: Repository = {
  files: new Set(['README.md', 'docs/architecture.md', 'LICENSE']),
  scripts: new Set(['start', 'test', 'sim', 'demo']),
};

const code = {
  'at most 400 lines': {
    caught: each(CORE, 'const a = 1;\n'.repeat(401)),
    clean: [...each(CORE, 'const a = 1;\n'.repeat(400)), ...each('test/a.test.ts', 'a;\n'.repeat(500))],
  },
  'no any': {
    caught: each(CORE, 'let a: any;', 'f(a as any);', 'type A = Record<string, any[]>;', 'f<any>(1);'),
    clean: each(CORE, 'let a: unknown; // any text', 'const any = 1;', "const a = 'as any';"),
  },
  'no silenced compiler': {
    caught: each(CORE, `// @${word('ts', '-')}ignore\nf();`, `/* @${word('ts', '-')}nocheck */`),
    clean: each(CORE, '// @ts-expect-error a refusal has no value\nf();'),
  },
  'a disabled lint rule says why': {
    caught: each(CORE, `// oxlint${word('-dis', 'able')}-next-line no-console\n`),
    clean: each(CORE, `// oxlint${word('-dis', 'able')}-next-line no-console -- the log of last resort\n`),
  },
  'nothing left to do': {
    caught: each(CORE, `// ${word('TO', 'DO')}: later`, `/* ${word('FIX', 'ME')} */`),
    clean: each(CORE, "const state = 'todo';"),
  },
  'fakes, not mocks': {
    caught: each(TEST, `jest.${word('mo', 'ck')}('./a');`),
    clean: each(TEST, 'const call = jest.fn();', 'const mock = 1;'),
  },
  'every test runs': {
    caught: each(TEST, `it.${word('on', 'ly')}('a', f);`, `describe.${word('sk', 'ip')}('a', f);`).concat(
      each(
        TEST,
        `it.each([1]).${word('sk', 'ip')}('a', f);`,
        `it.${word('to', 'do')}('a');`,
        `x${word('i', 't')}('a', f);`,
      ),
    ),
    clean: each(TEST, "it.each([1])('a', f);", 'cursor.skip(20);', "describe('skip', f);"),
  },
  'a hook that closes asserts nothing': {
    caught: each(
      TEST,
      'afterAll(async () => { expect(await world.books()).toEqual([]); await world.close(); });',
    ),
    clean: each(
      TEST,
      'afterAll(async () => expect(await world.books()).toEqual([]));\nafterAll(() => world.close());',
      "it('closes', async () => { await world.close(); expect(1).toBe(1); });",
    ),
  },
  'no empty catch': {
    caught: each(CORE, 'try { f(); } catch {}', 'try { f(); } catch (error) { /* fine */ }').concat(
      each(ADAPTER, 'await f().catch(() => {});', 'await f().catch((error) => undefined);'),
      each('simulators/wechat-pay/world.ts', 'f().catch(() => {});'),
    ),
    clean: each(
      ADAPTER,
      'try { f(); } catch (cause) { throw new Error("f", { cause }); }',
      'f().catch(report);',
      "const a = 'f().catch(() => {})';",
    ),
  },
  'no inline import types': {
    caught: each(CORE, "type A = import('../ports/clock').Clock;", "let a: readonly import('hono').Hono[];"),
    clean: each(CORE, "import type { Clock } from '../ports/clock';", "const a = await import('./a');"),
  },
  'no barrels': {
    caught: each(
      CORE,
      "export * from './a';",
      "import { a } from './a';\nexport { a };",
      "export type { A } from './a';",
    ),
    clean: [
      ...each(
        CORE,
        "export { a } from './a';\nexport const b = 1;",
        "import './a';\nconst b = 1;\nexport { b };",
      ),
      ...each('cloudfunctions/functions/shop/index.ts', "export { main } from './shop';"),
    ],
  },
  'money is whole minor units': {
    caught: [
      ...each(CORE, 'parseFloat(text)', 'yuan * 100', 'yuan*100;', '100 * yuan', 'x.toFixed(2)'),
      ...each(PAGE, 'Number.parseFloat(x)'),
    ],
    clean: each(CORE, 'seconds * 1000', '// never yuan * 100', 'limit * 100_000', 'const a = 100;').concat(
      each('simulators/wechat-pay/bill.ts', 'yuan * 100'),
    ),
  },
  'environment is read in main/config.ts': {
    caught: each(
      ADAPTER,
      'process.env.A',
      "process['env']",
      'process?.env',
      'const { env } = process;',
    ).concat(each(CORE, "import { env } from 'node:process';")),
    clean: [
      ...each('cloudfunctions/main/config.ts', 'read(process.env)'),
      ...each(ADAPTER, '// not process.env'),
    ],
  },
  'wx is named in platform': {
    caught: each(PAGE, 'wx.showToast({});', 'const { login } = wx;', 'globalThis.wx.login();', 'wx?.login()'),
    clean: [
      ...each('miniprogram/platform/cloud.ts', 'wx.cloud.init();'),
      ...each(PAGE, '// wx.login', "const a = 'wx.login';", 'wxs.a();'),
    ],
  },
  'snake_case is declared in wire.ts': {
    caught: each(ADAPTER, 'interface A { readonly any_word: string }', 'class A { any_word = 1 }').concat(
      each(CORE, "type A = { 'any_word'?: string };"),
      each('cloudfunctions/adapters/wechat-pay/map/order.ts', 'interface A { out_trade_no: string }'),
    ),
    clean: [
      ...each('cloudfunctions/adapters/wechat-pay/wire.ts', 'interface A { out_trade_no: string }'),
      ...each('cloudfunctions/adapters/wechat-pay/wire/order.ts', 'interface A { out_trade_no: string }'),
      ...each('cloudfunctions/adapters/wechat-pay/map.ts', 'const a = { out_trade_no: 1 };'),
      ...each(CORE, 'interface A { anyWord: string; _id: string; ANY_WORD: string }'),
    ],
  },
  'wire names stay in wire.ts and map.ts': {
    caught: each(ADAPTER, 'f(body.out_trade_no)', "f(body['transaction_id'])").concat(
      each(USE_CASE, 'const { prepay_id } = reply;'),
    ),
    clean: [
      ...each('cloudfunctions/adapters/wechat-pay/map.ts', 'a.outTradeNo = b.out_trade_no;'),
      ...each('cloudfunctions/adapters/wechat-pay/map/order.ts', 'a.outTradeNo = b.out_trade_no;'),
      ...each(ADAPTER, '/** Their `out_trade_no`. */\nf(body.outTradeNo);'),
      ...each('simulators/wechat-pay/orders.ts', 'a.out_trade_no'),
    ],
  },
} satisfies Record<string, TidyCanary>;

const exported = {
  'exports are documented': {
    caught: [
      ...each(CORE, 'export const a = 1;', '/** A. */\n\nexport function a() {}', 'export type A = string;'),
      ...each(
        CORE,
        '/** A. */\nexport const a = 1;\nexport type B = { a: 1 };',
        'export async function a() {}',
      ),
      ...each('miniprogram/contract/call.ts', '// A call.\nexport interface Call {}'),
    ],
    clean: [
      ...each(CORE, '/** A. */\nexport const a = 1;', 'const a = 1;\nexport { a };'),
      ...each(
        CORE,
        '/** States. */\nexport const S = [1] as const;\nexport type State = (typeof S)[number];',
      ),
      ...each('simulators/wechat-pay/world.ts', 'export const a = 1;'),
    ],
  },
} satisfies Record<string, TidyCanary>;

const files = {
  'files are named in kebab-case': {
    caught: named(
      'tools/myTool.ts',
      'Docs/a.md',
      'cloudfunctions/core/order_line.ts',
      'tools/utils.ts',
    ).concat(named('simulators/helpers/a.ts')),
    clean: named('README.zh-CN.md', '.github/workflows/ci.yml', '.oxlintrc.json', 'test/a-b.test.ts').concat(
      named('test/fixtures/Published_Sample.json', 'miniprogram/custom-tab-bar/custom-tab-bar.wxml'),
    ),
  },
  'no private key outside fixtures': {
    caught: each(
      'tools/a.ts',
      `${keyHeader}\n${'MIIEv'.repeat(10)}`,
      `'${keyHeader}\\n' + '${'MIIEv'.repeat(10)}'`,
    ),
    clean: each('test/fixtures/key.pem', `${keyHeader}\n${'MIIEv'.repeat(10)}`).concat(
      each('tools/a.ts', `throw new Error('must begin with ${keyHeader}')`),
    ),
  },
  'no path of one machine': {
    caught: each(
      'docs/a.md',
      `see ${word('/ho', 'me/')}ming/shop`,
      `${word('/wo', 'rk/')}a`,
      `${word('C:', '\\')}shop`,
    ),
    clean: each('docs/a.md', 'https://example.com/work/a', 'miniprogram/home/a', '.github/workflows/ci.yml'),
  },
  'no file outside the repository': {
    caught: each(
      'docs/a.md',
      `${word('../sha', 'red/')}design.md`,
      `${word('refer', 'ence/')}cloudbase.md §2`,
    ),
    clean: each('docs/a.md', 'docs/architecture.md', 'by reference'),
  },
  'no registry host': {
    caught: each('docs/a.md', `https://${word('regi', 'stry')}.example.org/`, word('npm', 'mirror')),
    clean: each('tools/a.ts', 'registry.register(a);', 'const registry = 1;'),
  },
  'the lock file names no host': {
    caught: each('package-lock.json', '"resolved": "https://example.org/a.tgz"').concat(
      each('.npmrc', 'registry=https://example.org/'),
    ),
    clean: each('package-lock.json', '"integrity": "sha512-a"'),
  },
  'documents name real commands': {
    caught: each('README.md', '`npm run nothing`', '```\nnpm demoo\n```'),
    clean: each('README.md', '`npm ci && npm test`', '`npm run sim -- --port 1`', 'npm is all you need'),
  },
  'documents link to real files': {
    caught: each('README.md', '[a](docs/nothing.md)', '<img src="docs/a.png">').concat(
      each('docs/architecture.md', '[a](README.md)'),
    ),
    clean: each(
      'README.md',
      '[a](docs/architecture.md#b)',
      '[a](https://example.com)',
      '[a](#b)',
      '[a](docs/)',
    ).concat(each('docs/architecture.md', '[a](../README.md)')),
  },
} satisfies Record<string, TidyCanary>;

/** A rule missing here does not compile, and a canary without a rule does not either. */
export const TIDY_CANARIES: Readonly<Record<keyof typeof TIDY_RULES, TidyCanary>> = {
  ...code,
  ...exported,
  ...files,
};
