/** @jest-environment jsdom */
import { accepted, phone } from '../fake-phone';
import { afterEach, describe, expect, it } from '@jest/globals';
import { card, picture } from '../samples';
import { openScreen } from './screen';

afterEach(() => phone.forget());

const home = {
  shopName: '',
  notice: '',
  banners: [],
  categories: ['tea', 'cup'].map((categoryId) => ({ categoryId, name: categoryId, picture })),
  page: { products: [] },
};

function lists(): unknown[] {
  return phone
    .cloudCalls()
    .filter(({ method }) => method === 'catalogue.list')
    .map(({ params }) => params);
}

describe('category page', () => {
  it('shows the first category, and the one that is tapped', async () => {
    phone.answers['catalogue.home'] = () => accepted(home);
    phone.answers['catalogue.list'] = ({ categoryId }: { categoryId: string }) =>
      accepted({ products: [card(categoryId)] });
    const { call, settle, text } = await openScreen('pages/category/category');
    expect(text()).toContain('商品tea');
    call('onCategory', { currentTarget: { dataset: { categoryId: 'cup' } } });
    await settle();
    expect(text()).toContain('商品cup');
    expect(text()).not.toContain('商品tea');
    call('onSort', { currentTarget: { dataset: { sort: 'priceUp' } } });
    await settle();
    expect(lists()).toEqual([
      { categoryId: 'tea', sort: 'featured' },
      { categoryId: 'cup', sort: 'featured' },
      { categoryId: 'cup', sort: 'priceUp' },
    ]);
  });

  it('keeps the side bar when a category does not come, and tries that one again', async () => {
    phone.answers['catalogue.home'] = () => accepted(home);
    phone.answers['catalogue.list'] = () => 'nonsense';
    const { call, settle, text } = await openScreen('pages/category/category');
    expect(text()).toContain('服务暂时不可用');
    phone.answers['catalogue.list'] = () => accepted({ products: [card('p1')] });
    call('onRetry');
    await settle();
    expect(text()).toContain('商品p1');
  });
});
