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

  it('leaves a narrow screen to the phone', async () => {
    await fixture.page.setViewportSize({ width: 390, height: 844 });
    await fixture.page.waitForFunction(() => document.getElementById('screen')?.clientWidth === 390);
    expect(await fixture.page.locator('#desk').isVisible()).toBe(false);
    await fixture.page.getByRole('button', { name: '控制台' }).click();
    expect(await fixture.page.locator('#desk').isVisible()).toBe(true);
  });
});
