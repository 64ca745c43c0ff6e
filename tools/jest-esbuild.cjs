const { transformSync, version } = require('esbuild');
const { createHash } = require('node:crypto');

// Jest runs CommonJS; esbuild strips the types and rewrites imports, nothing else.
module.exports = {
  getCacheKey: (source, file) =>
    createHash('sha1').update(version).update(file).update('\0').update(source).digest('hex'),
  process: (source, file) =>
    transformSync(source, {
      loader: file.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: file,
    }),
};
