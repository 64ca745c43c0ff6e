/** @type {import('jest').Config} */
module.exports = {
  ...require('../../jest.config.cjs'),
  rootDir: '../..',
  roots: ['<rootDir>/test/public-clients'],
  testPathIgnorePatterns: ['/node_modules/'],
};
