// `npm ci --prefix tools/wx-ci && node tools/wx-ci/compile.mjs` compiles the sources as DevTools would on upload,
// without an account and without the network: the key is made here and signs nothing that is sent.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ci = createRequire(import.meta.url)('miniprogram-ci');

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

const project = new ci.Project({
  // The package refuses the tourist's id; no request ever carries this one.
  appid: 'wx0000000000000001',
  type: 'miniProgram',
  projectPath: root,
  privateKey,
  ignores: ['node_modules/**/*', 'dist/**/*', '.data/**/*'],
});
// What WeChat's server would say of the account: the limits of an ordinary mini program.
project.attr = async () => ({
  platform: false,
  appType: 0,
  isSandbox: false,
  released: false,
  setting: {
    MaxCodeSize: 2,
    MaxSubpackageSubCodeSize: 2,
    MaxSubpackageFullCodeSize: 30,
    NavigateMiniprogramLimit: 10,
    MaxSubPackageLimit: 100,
    MinTabbarCount: 2,
    MaxTabbarCount: 5,
    MaxTabbarIconSize: 40,
  },
});

const out = mkdtempSync(join(tmpdir(), 'xiaopu-wx-ci-'));
try {
  const files = await ci.getCompiledResult(
    { project, version: '0', desc: 'check', setting: { useProjectConfig: true }, onProgressUpdate() {} },
    join(out, 'compiled.zip'),
  );
  const count = Object.keys(files).length;
  console.log(`miniprogram-ci compiled ${count} files`);
  process.exitCode = count > 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
// It leaves workers behind.
process.exit();
