import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { OPTIONS, readFlags, USAGE } from '../../../simulators/wechat-pay/flags';
import { send } from './merchant-client';
import type { Answer } from './merchant-client';

const ROOT = join(__dirname, '../../..');

function launch(args: readonly string[]): ReturnType<typeof spawn> {
  const main = join(ROOT, 'simulators/wechat-pay/main.ts');
  return spawn(process.execPath, ['--import', 'tsx', main, ...args], { cwd: ROOT });
}

async function outputOf(
  child: ReturnType<typeof spawn>,
): Promise<{ code: unknown; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe('the flags', () => {
  it('need a port and a directory', () => {
    expect(readFlags(['--port', '0', '--dir', 'x', '--seed', '7'])).toMatchObject({
      kind: 'run',
      port: 0,
      seed: 7,
    });
    expect(readFlags([])).toMatchObject({
      kind: 'refused',
      problems: [expect.stringContaining('--port'), expect.stringContaining('--dir')],
    });
  });

  it.each([
    ['--port', '65536'],
    ['--port', 'x'],
    ['--seed', '-1'],
    ['--seed', '1.5'],
    ['--notifications', 'never'],
    ['--mchid', 'x'],
    ['--appid', 'x'],
    ['--colour', 'red'],
  ])('refuse %s %s', (flag, value) => {
    expect(readFlags(['--port', '0', '--dir', 'x', flag, value])).toMatchObject({ kind: 'refused' });
  });
});

describe('what is written about the flags', () => {
  const named = (text: string): readonly string[] =>
    [...text.matchAll(/^(?: {2}|\| `)--([a-z-]+)/gm)].map(([, name]) => name ?? '').sort();
  const flags = Object.keys(OPTIONS).sort();

  it('names every flag and no other in --help', () => {
    expect(named(USAGE)).toEqual(flags);
  });

  it('names every flag and no other in the README', () => {
    const readme = readFileSync(join(ROOT, 'simulators/wechat-pay/README.md'), 'utf8');
    expect(named(readme)).toEqual(flags);
  });
});

describe('the command', () => {
  it('prints one line of JSON when ready, and ends cleanly on SIGTERM', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wechat-pay-'));
    const child = launch(['--port', '0', '--dir', dir]);
    const output = outputOf(child);
    const [line] = await once(child.stdout!, 'data');
    const ready = JSON.parse(String(line)) as Readonly<Record<string, string>>;
    expect(Object.keys(ready)).toEqual(['baseUrl', 'controlUrl', 'dir']);
    expect(existsSync(join(dir, 'merchant.json'))).toBe(true);
    expect((await send(`${ready['controlUrl']}/state`, 'GET')).status).toBe(200);
    child.kill('SIGTERM');
    const { code, out } = await output;
    expect([code, out]).toEqual([0, String(line)]);
    rmSync(dir, { recursive: true, force: true });
  });

  it('says nothing while a crowd of answers is held back', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wechat-pay-'));
    const child = launch(['--port', '0', '--dir', dir]);
    const output = outputOf(child);
    const [line] = await once(child.stdout!, 'data');
    const { baseUrl, controlUrl } = JSON.parse(String(line)) as Readonly<Record<string, string>>;
    const held = { kind: 'delay', endpoint: 'certificates', delay_ms: 100, times: 30 };
    await send(`${controlUrl}/faults`, 'POST', { body: JSON.stringify(held) });
    const knock = (): Promise<Answer> => send(`${baseUrl}/v3/certificates`, 'GET');
    const answers = await Promise.all(Array.from({ length: 30 }, knock));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
    child.kill('SIGTERM');
    expect((await output).err).toBe('');
    rmSync(dir, { recursive: true, force: true });
  });

  it('ends with 2 and a clear message on bad flags', async () => {
    const { code, out, err } = await outputOf(launch(['--port', 'x']));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('--port must be a whole number');
  });

  it('explains itself on --help', async () => {
    const { code, out } = await outputOf(launch(['--help']));
    expect([code, out]).toEqual([0, USAGE]);
  });
});
