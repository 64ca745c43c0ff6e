/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/tools/jest-environment.cjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // They run with libraries of their own: `npm run test:clients`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/public-clients/'],
  transform: { '\\.m?[jt]s$': '<rootDir>/tools/jest-esbuild.cjs' },
  // These packages ship ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(mingo|hono|@hono)/)'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  // Packages of the built mini program are found where WeChat finds them.
  moduleDirectories: ['node_modules', 'miniprogram_npm'],
  testSequencer: '<rootDir>/tools/jest-sequencer.cjs',
  testTimeout: 60_000,
  // On a busy machine a worker with a large heap needs more than Jest's half second to end; one that hangs is still told of.
  workerGracefulExitTimeout: 10_000,
};
