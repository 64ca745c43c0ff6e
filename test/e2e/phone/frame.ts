import type { Page } from 'playwright-core';

/** The frame around a phone in a browser on a desk. */
export interface Frame {
  readonly page: Page;
  /** The day of the month that the world's clock shows. */
  today(): Promise<{ readonly day: number }>;
  /** Has WeChat Pay leave a row out of the next trade bill. */
  plantMistake(): Promise<void>;
  /** Moves the clock of the whole world by one of the buttons, and waits until what falls due is done. */
  moveClock(words: '+1 分钟' | '+31 分钟' | '到次日对账'): Promise<void>;
}

/** Opens it. */
export async function frameOf(page: Page, url: string): Promise<Frame> {
  await page.goto(url);
  const moves = page.locator('#timeline li', { hasText: '到期的事已办' });
  return {
    page,
    today: async () => {
      const shown = page.locator('#now', { hasText: /\d+月\d+日/ });
      const [, day] = /月(\d+)日/.exec(await shown.innerText()) ?? [];
      return { day: Number(day) };
    },
    plantMistake: async () => {
      await page.getByRole('button', { name: '让下一份账单少一行' }).click();
      await page.locator('#timeline li', { hasText: '下一份交易账单会少一行' }).first().waitFor();
    },
    moveClock: async (words) => {
      const before = await moves.count();
      await page.getByRole('button', { name: words }).click();
      await moves.nth(before).waitFor();
    },
  };
}
