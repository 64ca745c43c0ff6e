import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tcb from '@cloudbase/node-sdk';
import type { Cloudbase, CloudbaseOptions } from '../../../simulators/cloudbase/start';
import { startCloudbase } from '../../../simulators/cloudbase/start';

/** The unmodified SDK's database, pointed at an emulator. */
export type SdkDatabase = ReturnType<ReturnType<typeof tcb.init>['database']>;

const opened: (() => Promise<void> | void)[] = [];

/** Ends everything the fixtures of a test started; call it in `afterEach` or `afterAll`. */
export async function closeFixtures(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}

/** Has something ended by `closeFixtures`. */
export function onClose(close: () => Promise<void> | void): void {
  opened.push(close);
}

/** A directory that is removed afterwards. */
export function temporaryDirectory(): string {
  const dir = mkdtempSync(join(tmpdir(), 'cloudbase-'));
  onClose(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** An emulator in memory with what a test needs. */
export async function cloudFixture(options: Partial<CloudbaseOptions> = {}): Promise<Cloudbase> {
  const cloudbase = await startCloudbase({
    port: 0,
    dir: null,
    collections: [],
    functions: {},
    log: () => undefined,
    ...options,
  });
  onClose(() => cloudbase.close());
  return cloudbase;
}

/** The SDK outside the runner, configured by environment variables only. */
export function sdkApp(cloudbase: Pick<Cloudbase, 'environment'>): ReturnType<typeof tcb.init> {
  Object.assign(process.env, cloudbase.environment());
  return tcb.init({ env: 'local-env' });
}

/** The SDK's database handle. */
export function sdkDatabase(cloudbase: Pick<Cloudbase, 'environment'>): SdkDatabase {
  return sdkApp(cloudbase).database({ throwOnCode: true });
}

/** Writes a function bundle: the body of `exports.main = async (event, context) => {…}`, after some preamble. */
export function functionBundle(body: string, preamble = ''): string {
  const file = join(temporaryDirectory(), 'index.js');
  writeFileSync(file, `${preamble}\nexports.main = async (event, context) => {\n${body}\n};\n`);
  return file;
}

/** The `code` a promise rejects with, or `resolved`. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return 'resolved';
  } catch (cause) {
    return (cause as { code?: unknown }).code ?? cause;
  }
}
