import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runStart, startShop } from './start-process';

const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function temporaryDirectory(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-start-'));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

describe('npm start', () => {
  it('prints one line of JSON when it is ready and ends cleanly when told to', async () => {
    const shop = await startShop(temporaryDirectory());
    const { phone, control, wechatPay, cloud, notifyUrl } = shop.addresses;
    const page = await fetch(phone);

    expect(await shop.stop()).toBe(0);
    expect(page.status).toBe(200);
    expect(control).toBe(`${wechatPay}/__sim`);
    expect(notifyUrl).toMatch(cloud);
    expect(shop.output().trimEnd().split('\n')).toHaveLength(1);
    await expect(fetch(phone)).rejects.toThrow('fetch failed');
  });

  it('leaves nothing running when the npm that started it is ended', async () => {
    const dir = temporaryDirectory();
    const shop = await startShop(dir, 'npm');
    // The output is closed when the last process that holds it is gone.
    await shop.stop();

    await expect(fetch(shop.addresses.phone)).rejects.toThrow('fetch failed');
    expect(existsSync(path.join(dir, 'lock'))).toBe(false);
  });

  it('says in one sentence that a port is in use', async () => {
    const port = await takenPort();
    const dir = path.join(temporaryDirectory(), 'data');
    const ended = await runStart(['--port', String(port), '--data', dir]);

    expect(ended.code).toBe(1);
    expect(ended.stderr.trimEnd()).toBe(`port ${port}, for the phone, is in use: choose others with --port`);
    expect(existsSync(dir)).toBe(false);
  });

  it('lets one shop at a time have a data directory, a fresh one too', async () => {
    const dir = temporaryDirectory();
    const shop = await startShop(dir);
    const second = await runStart(['--port', '0', '--data', dir, '--fresh']);

    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^data directory .* is in use by process \d+/);
    expect(second.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(path.join(dir, 'wechat-pay', 'merchant.json'))).toBe(true);
    expect(await shop.stop()).toBe(0);
  });

  it("deletes no directory that is not a shop's", async () => {
    const dir = temporaryDirectory();
    writeFileSync(path.join(dir, 'thesis.txt'), 'years of work');
    const ended = await runStart(['--port', '0', '--data', dir, '--fresh']);

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('--fresh deletes nothing');
    expect(existsSync(path.join(dir, 'thesis.txt'))).toBe(true);
  });

  it.each([
    ['--port', 'x'],
    ['--port', '65534'],
    ['--colour', 'red'],
  ])('refuses the flags %s %s as a usage error', async (...flags) => {
    const ended = await runStart(flags);

    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(flags[0]);
  });
});
