import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { usePhone } from './phone-fixture';

const LAB = '/pages/lab/index';

/** Runs in the page: what `select(id).node()` answers. */
const nodeOf = (id: string): string =>
  `new Promise((done) => getCurrentPages()[0].createSelectorQuery().select('${id}').node(({ node }) => done(node)).exec())`;

describe('canvas', () => {
  const fixture = usePhone();

  it('is drawn on by a script, and its picture kept', async () => {
    await fixture.open(LAB);
    const colour = await fixture.page.evaluate(`(async () => {
      const canvas = await ${nodeOf('#paper')};
      [canvas.width, canvas.height] = [60, 30];
      const context = canvas.getContext('2d');
      context.fillStyle = '#0a7a4b';
      context.fillRect(0, 0, 60, 30);
      const { tempFilePath } = await wx.canvasToTempFilePath({ canvas, x: 10, width: 20, height: 30, destWidth: 2, destHeight: 3 });
      const { width, height } = await wx.getImageInfo({ src: tempFilePath });
      const other = wx.createOffscreenCanvas({ type: '2d', width: 2, height: 3 });
      const image = other.createImage();
      await new Promise((done) => { image.onload = done; image.src = tempFilePath; });
      other.getContext('2d').drawImage(image, 0, 0);
      return [width, height, ...other.getContext('2d').getImageData(1, 1, 1, 1).data];
    })()`);
    expect(colour).toEqual([2, 3, 0x0a, 0x7a, 0x4b, 255]);
    expect(fixture.errors).toEqual([]);
  });

  it('of the older kind says that it cannot be drawn on', async () => {
    await fixture.open(LAB);
    expect(await fixture.page.evaluate(nodeOf('#old-paper'))).toBeNull();
    expect(fixture.errors.join()).toContain('type="2d"');
  });
});

describe('files', () => {
  const fixture = usePhone();
  const run = (script: string): Promise<unknown> =>
    fixture.page.evaluate(`(async () => { const fs = wx.getFileSystemManager(); ${script} })()`);

  it('are written, read, listed and taken away', async () => {
    await fixture.open(LAB);
    const path = 'wx.env.USER_DATA_PATH + "/evidence/order.csv"';
    const seen = await run(`
      const path = ${path};
      fs.mkdirSync(wx.env.USER_DATA_PATH + '/evidence');
      fs.writeFileSync(path, '单号,金额', 'utf8');
      fs.appendFileSync(path, '\\n1,2');
      const text = fs.readFileSync(path, 'utf8');
      const bytes = fs.readFileSync(path).byteLength;
      const { data } = await fs.readFile({ filePath: path, encoding: 'base64' });
      const files = fs.readdirSync(wx.env.USER_DATA_PATH + '/evidence');
      await fs.unlink({ filePath: path });
      const gone = await fs.access({ path }).catch(({ errMsg }) => errMsg);
      return [text, bytes, data, files, gone];
    `);
    const text = '单号,金额\n1,2';
    expect(seen).toEqual([
      text,
      Buffer.byteLength(text),
      Buffer.from(text).toString('base64'),
      ['order.csv'],
      expect.stringMatching(/^access:fail no such file or directory/),
    ]);
  });

  it('are still there on the next visit, for who wrote them and nobody else', async () => {
    await fixture.open(LAB);
    await run(`
      fs.mkdirSync(wx.env.USER_DATA_PATH + '/bills');
      fs.writeFileSync(wx.env.USER_DATA_PATH + '/bills/day.csv', '金额,12800');
      fs.writeFileSync(wx.env.USER_DATA_PATH + '/gone.txt', '');
      fs.unlinkSync(wx.env.USER_DATA_PATH + '/gone.txt');`);
    const read = `return [fs.readdirSync(wx.env.USER_DATA_PATH), fs.readdirSync(wx.env.USER_DATA_PATH + '/bills'),
      fs.readFileSync(wx.env.USER_DATA_PATH + '/bills/day.csv', 'utf8')];`;
    await fixture.page.reload();
    await fixture.find('wx-body').waitFor();
    expect(await run(read)).toEqual([['bills'], ['day.csv'], '金额,12800']);
    await fixture.page.goto(`${fixture.phone.url}/phone?as=zhou#${LAB}`);
    await fixture.find('wx-body').waitFor();
    expect(await run('return fs.readdirSync(wx.env.USER_DATA_PATH)')).toEqual([]);
    expect(fixture.errors).toEqual([]);
  });

  it.each([
    ["fs.writeFileSync('wxfile://elsewhere/a', '')", 'writeFileSync:fail permission denied'],
    ["fs.writeFileSync(wx.env.USER_DATA_PATH + '/no/a', '')", 'writeFileSync:fail no such file or directory'],
    ["fs.writeFileSync(wx.env.USER_DATA_PATH + '/a', '', 'gbk')", 'writeFileSync:fail invalid encoding'],
    ["fs.readFileSync(wx.env.USER_DATA_PATH + '/nothing')", 'readFileSync:fail no such file or directory'],
  ])('refuse as WeChat does: %s', async (script, message) => {
    await fixture.open(LAB);
    const said = await run(`try { ${script} } catch (error) { return error.message; }`);
    expect(said).toContain(message);
    expect(fixture.errors).toEqual([]);
  });

  it('are handed to a friend by a tap, and never without one', async () => {
    await fixture.open(LAB);
    const share = `const path = wx.env.USER_DATA_PATH + '/proof.txt'; fs.writeFileSync(path, '存证');
      return wx.shareFileMessage({ filePath: path, fileName: '存证.txt' }).then(({ errMsg }) => errMsg, ({ errMsg }) => errMsg)`;
    // A script of a test counts as a tap to the browser.
    const still =
      "Object.defineProperty(navigator, 'userActivation', { value: { isActive: false }, configurable: true });";
    expect(await run(still + share)).toBe('shareFileMessage:fail can only be invoked by user TAP gesture.');
    await run('delete navigator.userActivation;');
    const shared = run(share);
    const download = fixture.page.waitForEvent('download');
    await fixture.page.getByText('发送，并存到这台电脑').tap();
    const file = await download;
    expect(file.suggestedFilename()).toBe('存证.txt');
    expect(readFileSync(await file.path(), 'utf8')).toBe('存证');
    expect(await shared).toBe('shareFileMessage:ok');
  });
});

describe('a number’s keyboard', () => {
  const fixture = usePhone();

  it('has no other keys', async () => {
    await fixture.open(LAB);
    await fixture.find('#amount input').pressSequentially('1a2.b5-');
    expect(await fixture.find('#amount input').inputValue()).toBe('12.5');
  });
});
