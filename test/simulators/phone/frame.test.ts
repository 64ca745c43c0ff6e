import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameLocator } from 'playwright-core';
import { usePhone } from './phone-fixture';

describe('frame', () => {
  const fixture = usePhone({ touch: false });
  let screen: FrameLocator;

  beforeEach(async () => {
    await fixture.page.setViewportSize({ width: 1360, height: 900 });
    await fixture.page.goto(`${fixture.phone.url}/?as=lin`);
    screen = fixture.page.frameLocator('#screen');
    await screen.getByText('¥128.00').waitFor();
  });

  it('shows what the phone asked of the cloud', async () => {
    await fixture.page.getByRole('listitem').filter({ hasText: '云函数 catalogue.list' }).waitFor();
  });

  it('hands the phone to somebody else', async () => {
    await fixture.page.getByRole('radio', { name: '店主' }).click();
    await fixture.page.waitForFunction(() => location.search === '?as=owner');
    await screen.getByText('¥128.00').waitFor();
    expect(fixture.cloud.calls.at(-1)?.openid).toBe('o-owner');
  });

  it('keeps the page in its own address', async () => {
    await screen.locator('#detail').click();
    await fixture.page.waitForFunction(() =>
      location.hash.startsWith('#/packages/order/pages/detail/index?id=42'),
    );
    await fixture.page.reload();
    await screen.locator('#query').waitFor();
  });

  it('moves the clock of the world', async () => {
    const before = fixture.pay.clock.nowMs();
    await fixture.page.getByRole('button', { name: '+1 天' }).click();
    await fixture.page.getByText(/比真实时间快 1 天/).waitFor();
    expect(fixture.pay.clock.nowMs() - before).toBeGreaterThanOrEqual(86_400_000);
  });

  it('says when something happened by the clock of the world', async () => {
    await fixture.page.getByRole('button', { name: '+31 分钟' }).click();
    const moved = fixture.page.getByRole('listitem').filter({ hasText: '拨快 31 分钟' });
    const shown = await moved.locator('time').innerText();
    const [hours = 0, minutes = 0] = shown.split(':').map(Number);
    const beijing = new Date(fixture.pay.clock.nowMs() + 8 * 3_600_000);
    const apart = beijing.getUTCHours() * 60 + beijing.getUTCMinutes() - (hours * 60 + minutes);
    expect([0, 1]).toContain((apart + 1_440) % 1_440);
  });

  it('shows a payment notification and what became of it', async () => {
    const prepayId = await fixture.merchant.place(`FRAME${Date.now()}`, { payer: { openid: 'o-lin' } });
    // The first look only takes note of what was there before.
    await fixture.page.waitForResponse((response) => response.url().endsWith('/world/notifications'));
    await fixture.merchant.control('POST', '/payments', { prepay_id: prepayId });
    await fixture.page.getByRole('listitem').filter({ hasText: '支付通知' }).waitFor();
  });

  it('switches theme, screen and network', async () => {
    await fixture.page.getByRole('radio', { name: '深色' }).click();
    await screen.locator('[data-theme="dark"]').first().waitFor({ state: 'attached' });
    await fixture.page.getByRole('radio', { name: '320' }).click();
    await fixture.page.waitForFunction(() => document.getElementById('phone')?.style.width === '320px');
    await fixture.page.getByRole('radio', { name: '断网' }).click();
    await screen
      .locator('body')
      .evaluate(() =>
        (window as unknown as { wx: { startPullDownRefresh(): void } }).wx.startPullDownRefresh(),
      );
    await screen.getByText('request:fail').waitFor();
  });

  it('loses payment notifications and delivers them again, also after the page was opened anew', async () => {
    const said = (text: string | RegExp) =>
      fixture.page.getByRole('listitem').filter({ hasText: text }).first().waitFor();
    const choice = (name: string) => fixture.page.getByRole('radio', { name, exact: true });
    const pay = async (outTradeNo: string): Promise<void> => {
      const prepayId = await fixture.merchant.place(outTradeNo, { payer: { openid: 'o-lin' } });
      await fixture.page.waitForResponse((response) => response.url().endsWith('/world/notifications'));
      await fixture.merchant.control('POST', '/payments', { prepay_id: prepayId });
    };
    await choice('丢失').click();
    await said('从现在起在路上丢失');
    await pay(`LOST${Date.now()}`);
    await said(/支付通知 \d{6}.*在路上丢失/);
    await fixture.page.reload();
    await fixture.page.locator('[aria-checked="true"]', { hasText: '丢失' }).waitFor();
    await choice('送达').click();
    await said('恢复正常送达');
    await pay(`HEARD${Date.now()}`);
    await said(/支付通知 \d{6}.*(已送达|等待再次发送)/);
  });

  it('plants a mistake in the next bill, and says so', async () => {
    await fixture.page.getByRole('button', { name: '让下一份账单少一行' }).click();
    await fixture.page.getByRole('listitem').filter({ hasText: '下一份交易账单会少一行' }).waitFor();
    const { json } = await fixture.merchant.control('GET', '/faults');
    expect(json['faults']).toMatchObject([
      { kind: 'billDifference', endpoint: 'bills.trade', difference: 'missingRow', times: 1 },
    ]);
    await fixture.merchant.control('DELETE', '/faults');
  });

  it('shows what an audit of all books found', async () => {
    const look = (): Promise<void> => fixture.page.getByRole('button', { name: '核对全部账目' }).click();
    const entry = (text: string) => fixture.page.getByRole('listitem').filter({ hasText: text });
    fixture.audit = { problems: [], counted: '12 笔订单，3 笔退款' };
    await look();
    await entry('账目相符').filter({ hasText: '12 笔订单，3 笔退款' }).waitFor();
    fixture.audit = { problems: ['订单 A 多收 1 分', '订单 B 没有流水'], counted: '' };
    await look();
    await entry('账目不符').filter({ hasText: '订单 A 多收 1 分' }).waitFor();
    await entry('账目不符').filter({ hasText: '订单 B 没有流水' }).waitFor();
  });

  it.each([
    [1600, 1000],
    [1280, 720],
    [1024, 700],
    [880, 760],
  ])('fits a window of %i × %i: the whole phone, and every switch can be reached', async (width, height) => {
    await fixture.page.setViewportSize({ width, height });
    await fixture.page.waitForFunction(
      (room) => (document.getElementById('phone')?.getBoundingClientRect().bottom ?? room) < room,
      height,
    );
    const phone = await fixture.page.locator('#phone').boundingBox();
    expect(phone?.y).toBeGreaterThan(0);
    expect((phone?.x ?? 0) + (phone?.width ?? 0)).toBeLessThan(width);
    const last = fixture.page.getByRole('button', { name: '重新打开小程序' });
    await last.click();
    const box = await last.boundingBox();
    expect((box?.y ?? height) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
  });

  it('leaves a narrow screen to the phone', async () => {
    await fixture.page.setViewportSize({ width: 390, height: 844 });
    await fixture.page.waitForFunction(() => document.getElementById('screen')?.clientWidth === 390);
    expect(await fixture.page.locator('#desk').isVisible()).toBe(false);
    await fixture.page.getByRole('button', { name: '控制台' }).click();
    expect(await fixture.page.locator('#desk').isVisible()).toBe(true);
  });
});
