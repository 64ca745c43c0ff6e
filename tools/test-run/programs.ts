import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const ROOT = path.resolve(__dirname, '../..');
const PROGRAMS = path.join(ROOT, 'dist/test-run/programs');

/** Programs the tests start and kill again and again, each with the files that must lie beside it. */
const SOURCES = {
  cloudbase: {
    entry: 'simulators/cloudbase/main.ts',
    beside: [
      'simulators/cloudbase/functions/worker-host.cjs',
      'simulators/cloudbase/functions/load-bundle.cjs',
    ],
  },
  errand: { entry: 'test/scenarios/errand-process.ts', beside: [] },
} as const;

/** The file of a program, for node alone. */
export function programOf(name: keyof typeof SOURCES): string {
  return path.join(PROGRAMS, name, 'main.cjs');
}

/** Makes one file of each program: under a TypeScript loader its start would take four times as long. */
export async function buildPrograms(): Promise<void> {
  for (const [name, { entry, beside }] of Object.entries(SOURCES)) {
    const folder = path.join(PROGRAMS, name);
    await mkdir(folder, { recursive: true });
    await build({
      entryPoints: [path.join(ROOT, entry)],
      outfile: path.join(folder, 'main.cjs'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'warning',
    });
    for (const file of beside) await copyFile(path.join(ROOT, file), path.join(folder, path.basename(file)));
  }
}
