// Loads a bundle as `require` does, and keeps what V8 made of it for the next instance.
'use strict';
const { createHash, randomUUID } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { cachedDataVersionTag } = require('node:v8');
const vm = require('node:vm');

const DIGEST = 'sha256';
const DIGEST_BYTES = 32;

const digestOf = (bytes) => createHash(DIGEST).update(bytes).digest();

/** Named by all that V8 depends on: the source, of which V8 itself compares the length only, its version and flags. */
function keptFile(source, codeCacheDir) {
  return path.join(
    codeCacheDir,
    `${digestOf(source).toString('hex')}-${cachedDataVersionTag().toString(16)}.code`,
  );
}

/** The code in a file, or undefined when it is not there whole: V8 checks no sum, and a flipped bit ends the process. */
function readKept(file) {
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  const code = bytes.subarray(DIGEST_BYTES);
  return digestOf(code).equals(bytes.subarray(0, DIGEST_BYTES)) ? code : undefined;
}

/** In one step: an instance that starts meanwhile finds nothing or all. */
function keep(file, code) {
  mkdirSync(path.dirname(file), { recursive: true });
  const fresh = `${file}.${randomUUID()}`;
  writeFileSync(fresh, Buffer.concat([digestOf(code), code]));
  renameSync(fresh, file);
}

/**
 * Answers the bundle's exports, and `keepCode`, to be called when the first event has run: what is compiled by then is
 * what an instance needs to start. `codeCacheDir` is null where nothing is kept. What lies in it is run unseen, so nobody
 * else may write there.
 */
module.exports = function loadBundle(file, codeCacheDir) {
  const source = readFileSync(file);
  const kept = codeCacheDir === null ? null : keptFile(source, codeCacheDir);
  const cachedData = kept === null ? undefined : readKept(kept);
  const script = new vm.Script(Module.wrap(source.toString('utf8')), {
    filename: file,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const bundle = new Module(file);
  bundle.filename = file;
  const run = script.runInThisContext();
  run.call(bundle.exports, bundle.exports, Module.createRequire(file), bundle, file, path.dirname(file));
  const usable = cachedData !== undefined && script.cachedDataRejected !== true;
  let asked = false;
  return {
    exports: bundle.exports,
    keepCode() {
      if (asked || kept === null || usable) return;
      asked = true;
      keep(kept, script.createCachedData());
    },
  };
};
