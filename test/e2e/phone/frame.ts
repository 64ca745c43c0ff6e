import type { Page } from 'playwright-core';

/** The frame around a phone in a browser on a desk. */
export interface Frame {
  readonly page: Page;
  /** Moves the clock of the whole world by one of the buttons, and waits until what falls due is done. */
  moveClock(words: '+1 分钟' | '+1 天' | '到次日对账'): Promise<void>;
}

/** Opens it. */
export async function frameOf(page: Page, url: string): Promise<Frame> {
  await page.goto(url);
  const moves = page.locator('#timeline li', { hasText: '到期的事已办' });
  return {
    page,
    moveClock: async (words) => {
      const before = await moves.count();
      await page.getByRole('button', { name: words }).click();
      await moves.nth(before).waitFor();
    },
  };
}
