// What an install leaves ready: git's hooks, and the interface library where WeChat DevTools looks for it.
// Without development packages (a production install) there is no mini program to open, and nothing to do.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import './git-hooks.mjs';

if (existsSync('node_modules/tsx') && existsSync('node_modules/tdesign-miniprogram')) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'tools/vendor.ts'], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
