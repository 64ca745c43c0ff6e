/**
 * A miniature of the house in which every import rule is broken at least once. Each canary is one file;
 * the checker must report that file under that rule. `target.ts` in every folder is what they import.
 */
export interface Canary {
  readonly rule: string;
  readonly file: string;
  readonly source: string;
}

/** Every folder of the house, with something in it to import. */
export const FOLDERS = [
  'miniprogram/contract',
  'miniprogram/platform',
  'miniprogram/services',
  'miniprogram/stores',
  'miniprogram/components',
  'miniprogram/pages/home',
  'miniprogram/pages/cart',
  'miniprogram/packages/checkout',
  'miniprogram/packages/orders',
  'cloudfunctions/core',
  'cloudfunctions/ports',
  'cloudfunctions/usecases',
  'cloudfunctions/adapters/wechat-pay',
  'cloudfunctions/adapters/cloudbase',
  'cloudfunctions/adapters/wechat',
  'cloudfunctions/adapters/system',
  'cloudfunctions/main',
  'cloudfunctions/functions/shop',
  'simulators/wechat-pay',
  'simulators/phone',
  'tools',
  'test',
] as const;

/** Packages the miniature has installed, and where its package.json lists them. */
export const PACKAGES = {
  dependencies: ['@cloudbase/node-sdk', 'wx-server-sdk', 'valibot'],
  devDependencies: ['hono'],
} as const;

type Folder = (typeof FOLDERS)[number];

/** How an import can be written. The one form the checker cannot see, `import('…')` as a type, the tidy test forbids. */
const FORMS = {
  value: (from: string) => `import { target } from '${from}';\nexport const planted = target;\n`,
  type: (from: string) => `import type { Target } from '${from}';\nexport type Planted = Target;\n`,
  reExport: (from: string) => `export { target } from '${from}';\n`,
  reExportAll: (from: string) => `export * from '${from}';\n`,
  sideEffect: (from: string) => `import '${from}';\n`,
  dynamic: (from: string) => `export class Planted {\n  load = async () => [await import('${from}')];\n}\n`,
} as const;

let planted = 0;

function plant(rule: string, folder: Folder, from: string, form: keyof typeof FORMS = 'value'): Canary {
  planted += 1;
  return { rule, file: `${folder}/canary-${planted}.ts`, source: FORMS[form](from) };
}

function upTo(folder: Folder, target: Folder): string {
  return `${'../'.repeat(folder.split('/').length)}${target}/target`;
}

function crossing(rule: string, folder: Folder, targets: readonly Folder[]): Canary[] {
  return targets.map((target) => plant(rule, folder, upTo(folder, target)));
}

function importing(rule: string, folder: Folder, packages: readonly string[]): Canary[] {
  return packages.map((name) => plant(rule, folder, name));
}

const PURE: readonly (readonly [rule: string, folder: Folder, above: readonly Folder[]])[] = [
  ['contract-imports-nothing', 'miniprogram/contract', ['miniprogram/platform', 'cloudfunctions/core']],
  ['core-is-pure', 'cloudfunctions/core', ['cloudfunctions/ports', 'miniprogram/platform']],
  [
    'ports-know-only-core',
    'cloudfunctions/ports',
    ['cloudfunctions/usecases', 'cloudfunctions/adapters/system'],
  ],
  [
    'usecases-know-only-ports',
    'cloudfunctions/usecases',
    ['cloudfunctions/adapters/system', 'cloudfunctions/main'],
  ],
  ['platform-knows-only-contract', 'miniprogram/platform', ['miniprogram/services', 'miniprogram/stores']],
  ['services-know-only-platform', 'miniprogram/services', ['miniprogram/stores', 'miniprogram/pages/home']],
  ['stores-know-only-platform', 'miniprogram/stores', ['miniprogram/services', 'miniprogram/components']],
  ['components-know-only-platform', 'miniprogram/components', ['miniprogram/services', 'miniprogram/stores']],
];

const pure = PURE.flatMap(([rule, folder, above]) => [
  ...crossing(rule, folder, above),
  ...importing(rule, folder, ['node:fs', 'crypto', 'valibot']),
]);

const server = [
  ...crossing('adapters-look-inward', 'cloudfunctions/adapters/system', [
    'cloudfunctions/usecases',
    'cloudfunctions/main',
    'simulators/wechat-pay',
  ]),
  ...crossing('adapters-are-islands', 'cloudfunctions/adapters/wechat-pay', [
    'cloudfunctions/adapters/system',
    'cloudfunctions/adapters/wechat',
  ]),
  ...crossing('main-looks-inward', 'cloudfunctions/main', ['cloudfunctions/functions/shop', 'tools']),
  ...crossing('functions-reach-adapters-through-main', 'cloudfunctions/functions/shop', [
    'cloudfunctions/adapters/cloudbase',
    'miniprogram/services',
  ]),
  ...importing('wechat-pay-needs-no-package', 'cloudfunctions/adapters/wechat-pay', [
    'valibot',
    'hono',
    'axios',
  ]),
  ...importing('cloudbase-sdk-in-one-adapter', 'cloudfunctions/main', ['@cloudbase/node-sdk']),
  ...importing('cloudbase-sdk-in-one-adapter', 'simulators/wechat-pay', ['@cloudbase/node-sdk']),
  ...importing('wechat-sdk-in-one-adapter', 'cloudfunctions/functions/shop', ['wx-server-sdk']),
  ...importing('wechat-sdk-in-one-adapter', 'cloudfunctions/adapters/cloudbase', ['wx-server-sdk']),
  ...importing('schemas-at-the-edge', 'cloudfunctions/adapters/cloudbase', ['valibot']),
  ...importing('functions-ship-declared-packages', 'cloudfunctions/main', ['hono']),
];

const phone = [
  ...crossing('pages-are-islands', 'miniprogram/pages/home', [
    'miniprogram/pages/cart',
    'miniprogram/packages/orders',
  ]),
  ...crossing('pages-are-islands', 'miniprogram/packages/checkout', ['miniprogram/packages/orders']),
  ...crossing('phone-imports-only-the-phone', 'miniprogram/pages/home', ['cloudfunctions/core']),
  ...importing('phone-imports-only-the-phone', 'miniprogram/pages/home', ['valibot', 'node:url']),
];

const world = [
  ...crossing('shipped-code-never-imports-the-world', 'cloudfunctions/main', [
    'simulators/wechat-pay',
    'tools',
    'test',
  ]),
  ...crossing('shipped-code-never-imports-the-world', 'miniprogram/pages/cart', ['simulators/phone']),
  ...crossing('simulators-share-no-code-with-the-shop', 'simulators/wechat-pay', [
    'cloudfunctions/core',
    'miniprogram/contract',
  ]),
  ...crossing('phone-simulator-runs-only-the-phone', 'simulators/phone', [
    'cloudfunctions/functions/shop',
    'miniprogram/contract',
  ]),
  ...crossing('simulators-import-no-tools-or-tests', 'simulators/phone', ['tools', 'test']),
];

const everywhere: Canary[] = [
  {
    rule: 'no-cycles',
    file: 'cloudfunctions/core/cycle-a.ts',
    source: "import type { B } from './cycle/b';\nexport interface A { b: B }\n",
  },
  plant('no-barrels', 'cloudfunctions/core', './barrel/index'),
  plant('no-barrels', 'tools', '../cloudfunctions/core/barrel'),
  plant('imports-resolve', 'cloudfunctions/core', './nowhere'),
  plant('imports-resolve', 'cloudfunctions/main', 'a-package-nobody-installed'),
];

const forms = (Object.keys(FORMS) as (keyof typeof FORMS)[]).map((form) =>
  plant('core-is-pure', 'cloudfunctions/core', '../ports/target', form),
);

/** Every planted violation. */
export const CANARIES: readonly Canary[] = [...pure, ...server, ...phone, ...world, ...everywhere, ...forms];

/** What the miniature may do: none of these files may be reported at all. */
export const ALLOWED: readonly Pick<Canary, 'file' | 'source'>[] = (
  [
    ['cloudfunctions/core', '../../miniprogram/contract/target'],
    ['cloudfunctions/usecases', '../ports/target'],
    ['cloudfunctions/adapters/wechat-pay', 'node:crypto'],
    ['cloudfunctions/adapters/wechat-pay', '../../ports/target'],
    ['cloudfunctions/adapters/cloudbase', '@cloudbase/node-sdk'],
    ['cloudfunctions/adapters/wechat', 'wx-server-sdk'],
    ['cloudfunctions/main', '../adapters/wechat-pay/target'],
    ['cloudfunctions/main', 'valibot'],
    ['cloudfunctions/functions/shop', '../../main/target'],
    ['cloudfunctions/functions/shop', 'valibot'],
    ['miniprogram/pages/home', '../../services/target'],
    ['miniprogram/packages/orders', '../../stores/target'],
    ['miniprogram/services', '../platform/target'],
    ['simulators/wechat-pay', 'hono'],
    ['tools', '../cloudfunctions/functions/shop/index'],
    ['test', '../simulators/wechat-pay/target'],
    ['test', 'hono'],
  ] as const
).map(([folder, from], index) => ({ file: `${folder}/allowed-${index}.ts`, source: FORMS.value(from) }));
