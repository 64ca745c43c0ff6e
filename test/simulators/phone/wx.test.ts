import { describe, expect, it } from '@jest/globals';
import { usePhone } from './phone-fixture';

const MINE = '/pages/mine/index';

describe('wx', () => {
  const fixture = usePhone();
  const dialog = (name: string) => fixture.page.getByRole('dialog', { name });

  it('keeps what is stored, for each holder of the phone', async () => {
    await fixture.open(MINE);
    await fixture.find('#remember').tap();
    await fixture.page.reload();
    await fixture.page.getByText('kept').waitFor();
    await fixture.page.goto(`${fixture.phone.url}/phone?as=zhou#${MINE}`);
    await fixture.find('#theme').waitFor();
    expect(await fixture.text('stored')).toBe('');
  });

  it('asks and hears the answer', async () => {
    await fixture.open(MINE);
    await fixture.find('#ask').tap();
    await dialog('删除地址').getByRole('button', { name: '取消' }).tap();
    expect(await fixture.text('code')).toBe('no');
    await fixture.find('#ask').tap();
    await dialog('删除地址').getByRole('button', { name: '确定' }).tap();
    expect(await fixture.text('code')).toBe('yes');
  });

  it('scans what is typed, and offers it again', async () => {
    await fixture.open(MINE);
    await fixture.find('#scan').tap();
    await dialog('扫一扫').getByRole('button', { name: '取消' }).tap();
    expect(await fixture.text('code')).toBe('scanCode:fail cancel');
    await fixture.find('#scan').tap();
    await dialog('扫一扫').getByRole('textbox').fill('6901234567892');
    await dialog('扫一扫').getByRole('button', { name: '扫到了' }).tap();
    expect(await fixture.text('code')).toBe('6901234567892');
    await fixture.find('#scan').tap();
    await dialog('扫一扫').getByRole('button', { name: '6901234567892' }).tap();
    expect(await fixture.text('code')).toBe('6901234567892');
  });

  it('chooses an address', async () => {
    await fixture.open(MINE);
    await fixture.find('#choose-address').tap();
    await dialog('我的地址').getByRole('button', { name: /周山/ }).tap();
    expect(await fixture.text('address')).toBe('周山 平江路 66 号');
  });

  it('follows the theme, and draws its variables', async () => {
    await fixture.open(MINE, '&theme=dark');
    expect(await fixture.text('theme')).toBe('dark');
    await fixture.page.goto(`${fixture.phone.url}/phone?as=lin&theme=light#/pages/home/index`);
    const colour = (): Promise<string> =>
      fixture.find('.ph-nav-bar').evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await colour()).toBe('rgb(255, 255, 255)');
    await fixture.page.evaluate(() =>
      window.postMessage(
        { mark: 'xiaopu-phone', message: { kind: 'theme', theme: 'dark' } },
        location.origin,
      ),
    );
    await fixture.page.locator('[data-theme="dark"]').waitFor({ state: 'attached' });
    expect(await colour()).toBe('rgb(25, 25, 25)');
    const paper = await fixture.find('wx-body').evaluate((element) => getComputedStyle(element).color);
    expect(paper).toBe('rgb(230, 230, 230)');
  });

  it('says the network is off in the words of the cloud, and works again after', async () => {
    await fixture.open('', '&network=none');
    await fixture.page
      .getByText('cloud.callFunction:fail Error: errCode: -1 | errMsg: request:fail')
      .waitFor();
    await fixture.page.evaluate(() =>
      window.postMessage(
        { mark: 'xiaopu-phone', message: { kind: 'network', network: 'wifi' } },
        location.origin,
      ),
    );
    await fixture.page.evaluate(() =>
      (window as unknown as { wx: { startPullDownRefresh(): void } }).wx.startPullDownRefresh(),
    );
    await fixture.page.getByText('¥128.00').waitFor();
  });

  it('has the time of the world, and dates that were named stay as they are', async () => {
    await fixture.pay.clock.advance(31 * 60_000);
    await fixture.open();
    const [now, made, named] = await fixture.page.evaluate(() => [
      Date.now(),
      new Date().getTime(),
      new Date('2026-11-21T08:00:00Z').getTime(),
    ]);
    const late = Date.now() + 31 * 60_000;
    expect(Math.abs((now ?? 0) - late)).toBeLessThan(60_000);
    expect(Math.abs((made ?? 0) - late)).toBeLessThan(60_000);
    expect(named).toBe(Date.UTC(2026, 10, 21, 8));
  });

  it('shows an exception of the page, a handler that is not there, and a function it does not have', async () => {
    await fixture.open(MINE);
    await fixture.find('#fail').tap();
    await fixture.page.getByText('1 个问题').waitFor();
    await fixture.page.evaluate(
      () => (window as unknown as { wx: Record<string, unknown> }).wx['startBeaconDiscovery'],
    );
    await fixture.page.getByText('2 个问题').waitFor();
    await fixture.find('#unheard').tap();
    await fixture.page.getByText('3 个问题').waitFor();
    expect(fixture.errors.join()).toMatch(/pages\/mine\/index.*没有方法 nobody/);
    // Where in the mini program it was, and not where in the phone.
    expect(fixture.errors.join()).toMatch(/at .*miniprogram\/pages\/mine\/index/);
    expect(fixture.errors.join()).not.toContain('/phone/runtime.js');
    expect(fixture.errors.join()).toContain('the page broke on purpose');
    expect(fixture.errors.join()).toContain('wx.startBeaconDiscovery');
  });

  it.each([
    ['x', 32_000, false],
    ['x', 33_000, true],
    // Three bytes each.
    ['茶', 10_500, false],
    ['茶', 11_500, true],
  ])('shows a setData that carries too much: %s × %i', async (letter, times, tooMuch) => {
    await fixture.open('/pages/home/index');
    const payload = `{ small: 1, much: ${JSON.stringify(letter)}.repeat(${times}) }`;
    await fixture.page.evaluate(`getCurrentPages()[0].setData(${payload})`);
    expect(fixture.errors.length).toBe(tooMuch ? 1 : 0);
    if (tooMuch) expect(fixture.errors[0]).toMatch(/pages\/home\/index.*最多 32 KB，其中 much \d+ KB/);
  });

  it('uploads a picture, shows it, and removes it', async () => {
    await fixture.open();
    const chosen = fixture.page.evaluate(async () => {
      const { wx } = window as unknown as {
        wx: {
          chooseMedia(options: object): Promise<{ tempFiles: { tempFilePath: string; width: number }[] }>;
          cloud: {
            uploadFile(options: object): Promise<{ fileID: string }>;
            getTempFileURL(options: object): Promise<{ fileList: { tempFileURL: string }[] }>;
            deleteFile(options: object): Promise<{ fileList: { status: number }[] }>;
          };
        };
      };
      const { tempFiles } = await wx.chooseMedia({ count: 1, mediaType: ['image'] });
      const [file] = tempFiles;
      const { fileID } = await wx.cloud.uploadFile({
        cloudPath: 'reviews/1.png',
        filePath: file?.tempFilePath,
      });
      const { fileList } = await wx.cloud.getTempFileURL({ fileList: [fileID] });
      const image = new Image();
      image.src = fileList[0]?.tempFileURL ?? '';
      await image.decode();
      const removed = await wx.cloud.deleteFile({ fileList: [fileID] });
      return { width: file?.width, shown: image.naturalWidth, fileID, removed: removed.fileList[0]?.status };
    });
    await fixture.page.getByRole('button', { name: '用一张示例照片' }).tap();
    expect(await chosen).toEqual({
      width: 600,
      shown: 600,
      fileID: 'cloud://local/reviews/1.png',
      removed: 0,
    });
    expect(fixture.cloud.files.size).toBe(0);
  });

  it('calls back, and answers no promise, when it is given a callback', async () => {
    await fixture.open();
    const seen = await fixture.page.evaluate(
      () =>
        new Promise((resolve) => {
          const { wx } = window as unknown as { wx: { getStorage(options: object): unknown } };
          const events: unknown[] = [];
          const answer = wx.getStorage({
            key: 'nothing',
            fail: (error: unknown) => events.push(error),
            complete: () => resolve({ events, answer: answer === undefined }),
          });
        }),
    );
    expect(seen).toEqual({ events: [{ errMsg: 'getStorage:fail data not found' }], answer: true });
  });
});
