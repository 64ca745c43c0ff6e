/**
 * Who may import whom. Server: functions → main → adapters, usecases → ports → core → contract.
 * Phone: pages, packages → components, stores, services → platform → contract.
 * The world (simulators), tools and tests stand outside and are never imported by what ships.
 * Every rule has a canary in test/architecture/rules.test.ts; a rule without one fails that test.
 */

const OURS = '^(cloudfunctions|miniprogram|simulators|tools|test)/';
const CONTRACT = 'miniprogram/contract';

/** A layer that may import the listed folders and nothing else: no npm package, no node builtin. */
function sealed(name, folder, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: { pathNot: `^(${[folder, ...allowed].join('|')})/` },
  };
}

/** A layer whose imports of our own code are limited to the listed folders; packages and builtins are other rules' business. */
function inward(name, folder, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: { path: OURS, pathNot: `^(${[folder, ...allowed].join('|')})/` },
  };
}

/** A package that only the listed folders may import. */
function packageOnlyIn(name, packageName, folders, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: OURS, pathNot: `^(${folders.join('|')})/` },
    to: { path: `(^|node_modules/)${packageName}(/|$)` },
  };
}

const server = [
  sealed(
    'core-is-pure',
    'cloudfunctions/core',
    [CONTRACT],
    'Money and state machines take now, ids and randomness as arguments; they reach for nothing.',
  ),
  sealed(
    'ports-know-only-core',
    'cloudfunctions/ports',
    ['cloudfunctions/core', CONTRACT],
    'A port is a promise in our own words; a package in it would be the promise of someone else.',
  ),
  sealed(
    'usecases-know-only-ports',
    'cloudfunctions/usecases',
    ['cloudfunctions/ports', 'cloudfunctions/core', CONTRACT],
    'A use case runs on any adapter, so it may know none.',
  ),
  inward(
    'adapters-look-inward',
    'cloudfunctions/adapters',
    ['cloudfunctions/ports', 'cloudfunctions/core', CONTRACT],
    'An adapter answers to a port. It does not know who calls it.',
  ),
  {
    name: 'adapters-are-islands',
    comment: 'One outside thing, one folder: it can be audited, replaced or dropped alone.',
    severity: 'error',
    from: { path: '^cloudfunctions/adapters/([^/]+)/' },
    to: { path: '^cloudfunctions/adapters/', pathNot: '^cloudfunctions/adapters/$1/' },
  },
  inward(
    'main-looks-inward',
    'cloudfunctions/main',
    [
      'cloudfunctions/adapters',
      'cloudfunctions/usecases',
      'cloudfunctions/ports',
      'cloudfunctions/core',
      CONTRACT,
    ],
    'Main joins adapters to use cases; the functions stand above it.',
  ),
  inward(
    'functions-reach-adapters-through-main',
    'cloudfunctions/functions',
    [
      'cloudfunctions/main',
      'cloudfunctions/usecases',
      'cloudfunctions/ports',
      'cloudfunctions/core',
      CONTRACT,
    ],
    'Only main chooses adapters.',
  ),
  {
    name: 'wechat-pay-needs-no-package',
    comment: 'The code that holds the merchant key depends on node alone: there is no supply chain to audit.',
    severity: 'error',
    from: { path: '^cloudfunctions/adapters/wechat-pay/' },
    to: { pathNot: OURS, dependencyTypesNot: ['core'] },
  },
  packageOnlyIn(
    'cloudbase-sdk-in-one-adapter',
    '@cloudbase/node-sdk',
    ['cloudfunctions/adapters/cloudbase', 'tools', 'test'],
    'Its traps are known and tested in one place.',
  ),
  packageOnlyIn(
    'wechat-sdk-in-one-adapter',
    'wx-server-sdk',
    ['cloudfunctions/adapters/wechat', 'tools', 'test'],
    'The openapi is one outside thing, so it has one adapter.',
  ),
  packageOnlyIn(
    'schemas-at-the-edge',
    'valibot',
    ['cloudfunctions/functions', 'cloudfunctions/main', 'simulators', 'tools', 'test'],
    'Unknown input is parsed once, where it enters; further in everything has a type.',
  ),
  {
    name: 'functions-ship-declared-packages',
    comment: 'What runs on the server is listed under dependencies, where an audit looks for it.',
    severity: 'error',
    from: { path: '^cloudfunctions/' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional', 'npm-peer'] },
  },
];

const phone = [
  sealed('contract-imports-nothing', CONTRACT, [], 'Both sides load it, so it can lean on neither.'),
  sealed(
    'platform-knows-only-contract',
    'miniprogram/platform',
    [CONTRACT],
    'The one place that names the phone knows nothing of the shop.',
  ),
  sealed(
    'services-know-only-platform',
    'miniprogram/services',
    ['miniprogram/platform', CONTRACT],
    'A service is one typed call to the server.',
  ),
  sealed(
    'stores-know-only-platform',
    'miniprogram/stores',
    ['miniprogram/platform', CONTRACT],
    'A store is a pure reducer, kept through platform; a page feeds it.',
  ),
  sealed(
    'components-know-only-platform',
    'miniprogram/components',
    ['miniprogram/platform', CONTRACT],
    'A component draws properties and emits events.',
  ),
  {
    name: 'pages-are-islands',
    comment: 'A page or a flow can be moved to another package without the others noticing.',
    severity: 'error',
    from: { path: '^miniprogram/(pages|packages)/([^/]+)/' },
    to: {
      path: '^miniprogram/(pages/|packages/|custom-tab-bar/|app\\.)',
      pathNot: '^miniprogram/$1/$2/',
    },
  },
  {
    name: 'phone-imports-only-the-phone',
    comment: 'DevTools compiles what is under miniprogram/ and can load nothing else.',
    severity: 'error',
    from: { path: '^miniprogram/' },
    to: { pathNot: '^miniprogram/' },
  },
];

const world = [
  {
    name: 'shipped-code-never-imports-the-world',
    comment: 'A simulator in production would be a shop that gives goods away.',
    severity: 'error',
    from: { path: '^(cloudfunctions|miniprogram)/' },
    to: { path: '^(simulators|tools|test)/' },
  },
  {
    name: 'simulators-share-no-code-with-the-shop',
    comment: 'Two implementations of a protocol must agree; one that is shared agrees with itself.',
    severity: 'error',
    from: { path: '^simulators/', pathNot: '^simulators/phone/' },
    to: { path: '^(cloudfunctions|miniprogram)/' },
  },
  {
    name: 'phone-simulator-runs-only-the-phone',
    comment: 'It reads the mini program as files and reaches the server over the wire; it imports neither.',
    severity: 'error',
    from: { path: '^simulators/phone/' },
    to: { path: '^(cloudfunctions|miniprogram)/' },
  },
  {
    name: 'simulators-import-no-tools-or-tests',
    comment: 'A simulator serves strangers too, who have neither.',
    severity: 'error',
    from: { path: '^simulators/' },
    to: { path: '^(tools|test)/' },
  },
];

const everywhere = [
  {
    name: 'no-cycles',
    comment: 'Type-only imports count: a cycle of types is still two files that cannot be read apart.',
    severity: 'error',
    from: { path: OURS },
    to: { circular: true },
  },
  {
    name: 'no-barrels',
    comment: 'Import the file that has the thing. Only a deployed function has an index.',
    severity: 'error',
    from: { path: OURS },
    to: {
      path: '/index\\.[cm]?[jt]s$',
      pathNot: ['node_modules/', '^cloudfunctions/functions/[^/]+/index\\.ts$'],
    },
  },
  {
    name: 'imports-resolve',
    comment:
      'An import that leads nowhere is invisible to every other rule. Client libraries of others are installed apart.',
    severity: 'error',
    from: { path: OURS, pathNot: '^test/public-clients/' },
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...server, ...phone, ...world, ...everywhere],
  options: {
    // TypeScript 7 has no compiler API. swc reads every import as written, type-only ones included.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|miniprogram_npm)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'require', 'default'],
    },
  },
};
