import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { AppTree } from './app-tree';

const BINARIES = path.join(__dirname, '..', '..', 'node_modules', 'miniprogram-compiler', 'bin', 'linux');

/** True where WeChat's compilers run: they are shipped as programs for Linux on x64 only. CI is such a machine. */
export function wechatCompilersRun(): boolean {
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(BINARIES);
}

function compile(name: 'wcc' | 'wcsc', given: readonly string[], dir: string): string[] {
  const program = path.join(BINARIES, name);
  // The package ships them without the right to run.
  chmodSync(program, 0o755);
  const { status, stderr, error } = spawnSync(program, [...given], {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) return [`${name}: ${error.message}`];
  if (status === 0) return [];
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? [`${name}: ended with ${status}`] : lines;
}

/** What WeChat's own compilers say against templates, WXS and style sheets. */
export function wechatCompilerProblems(tree: AppTree): string[] {
  const files = [...tree.files];
  const templates = files.filter((file) => /\.(wxml|wxs)$/.test(file));
  const sheets = files.filter((file) => file.endsWith('.wxss'));
  if (templates.length === 0) return ['the compilers were given no template'];
  return [
    ...compile('wcc', ['-d', '-cc', '0', ...templates, '-gn', '$gwx'], tree.dir),
    ...compile('wcsc', ['-lc', '-db', '-pc', String(sheets.length), ...sheets], tree.dir),
  ];
}
