import { describe, jest } from '@jest/globals';
import { story, useStories } from './harness';
import { publish } from './merchant';

jest.setTimeout(300_000);
const stories = useStories();

const CUP = {
  title: '手作陶杯',
  category: '茶与咖啡',
  axes: [
    { name: '颜色', values: '青 白' },
    { name: '大小', values: '大 小' },
  ],
  yuan: '68',
  pieces: '5',
  exception: { choice: '白 小', yuan: '58.5', pieces: '2' },
};

describe('a merchant and a shopper, each with a phone', () => {
  story('sell, send, receive, give back in parts, and close the day', async () => {
    const [owner, shopper] = [await stories.hold('owner'), await stories.hold('lin')];
    await owner.open('/pages/desk/desk');
    await publish(owner, CUP);
    await shopper.open('/pages/home/home');
    await shopper.tap(CUP.title);
  });
});
