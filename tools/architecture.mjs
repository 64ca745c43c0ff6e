// `node tools/architecture.mjs [--json] [directory]` holds a tree against .dependency-cruiser.cjs.
// It also fails when it saw no code, or less code than there is: a checker that looks away finds nothing.
// Plain JavaScript because dependency-cruiser does not find swc when tsx loads it.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import swc from '@swc/core';
import { cruise } from 'dependency-cruiser';
import configuration from '../.dependency-cruiser.cjs';

// dependency-cruiser asks swc for TypeScript without JSX, whatever the file's name says.
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: /\.[jt]sx$/.test(file) });

/** Where code lives. A folder may not exist yet; a file in one that the checker did not see is a failure. */
const FOLDERS = ['miniprogram', 'cloudfunctions', 'simulators', 'tools', 'test'];

/**
 * @param {string} root
 * @param {readonly string[]} folders
 */
function codeFiles(root, folders) {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((path) => `${folder}/${path}`),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !/\/(node_modules|dist|miniprogram_npm)\//.test(path));
}

/** @param {string} root */
async function inspect(root) {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const files = codeFiles(root, folders);
  if (files.length === 0) return { modules: 0, unseen: [], violations: [] };
  const { forbidden, options } = configuration;
  const { output } = await cruise(folders, {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden },
  });
  const seen = new Set(output.modules.map((module) => module.source));
  return {
    modules: files.filter((file) => seen.has(file)).length,
    unseen: files.filter((file) => !seen.has(file)),
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const report = await inspect(resolve(positionals[0] ?? '.'));

if (values.json) {
  console.log(JSON.stringify(report));
} else {
  for (const { rule, from, to } of report.violations) console.log(`${rule}: ${from} → ${to}`);
  for (const file of report.unseen) console.log(`not seen by the checker: ${file}`);
  console.log(`${report.violations.length} violations in ${report.modules} modules`);
}
if (report.modules === 0 || report.unseen.length > 0 || report.violations.length > 0) process.exitCode = 1;
