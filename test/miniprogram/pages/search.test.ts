/** @jest-environment jsdom */
import { accepted, phone } from '../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { card } from '../samples';
import { openScreen } from './screen';

beforeEach(() => {
  phone.answers['catalogue.hotWords'] = () => accepted({ words: ['龙井'] });
});
afterEach(() => phone.forget());

function searches(): unknown[] {
  return phone
    .cloudCalls()
    .filter(({ method }) => method === 'catalogue.search')
    .map(({ params }) => params);
}

describe('search page', () => {
  it('offers words of others, and what was searched for before', async () => {
    phone.answers['catalogue.search'] = () => accepted({ products: [card('p1')] });
    const { call, settle, text } = await openScreen('pages/search/search');
    expect(text()).toContain('大家在搜龙井');
    call('onWord', { currentTarget: { dataset: { text: '桂花糕' } } });
    await settle();
    call('onClear');
    await settle();
    expect(text()).toContain('搜索历史桂花糕');
    call('onClearHistory');
    await settle();
    expect(text()).not.toContain('桂花糕');
  });

  it('searches for the word of a link', async () => {
    phone.answers['catalogue.search'] = () => accepted({ products: [card('p1')] });
    const { text } = await openScreen('pages/search/search', { keyword: encodeURIComponent('青 瓷') });
    expect(searches()).toEqual([{ text: '青 瓷', sort: 'featured' }]);
    expect(text()).toContain('商品p1');
  });

  it('drops results of the order that was left', async () => {
    let answerOld: (value: unknown) => void = () => undefined;
    phone.answers['catalogue.search'] = () =>
      new Promise((resolve) => {
        answerOld = resolve;
      });
    const { call, settle, text } = await openScreen('pages/search/search', { keyword: '茶' });
    phone.answers['catalogue.search'] = () => accepted({ products: [card('new')] });
    call('onSort', { currentTarget: { dataset: { sort: 'sales' } } });
    await settle();
    answerOld(accepted({ products: [card('old')] }));
    await settle();
    expect(text()).toContain('商品new');
    expect(text()).not.toContain('商品old');
  });

  it('searches for nothing when nothing was typed', async () => {
    const { call, settle } = await openScreen('pages/search/search');
    call('onType', { detail: { value: '   ' } });
    call('onSubmit');
    await settle();
    expect(searches()).toEqual([]);
  });

  it('says so when nothing was found', async () => {
    phone.answers['catalogue.search'] = () => accepted({ products: [] });
    const { text } = await openScreen('pages/search/search', { keyword: '飞机' });
    expect(text()).toContain('没有找到“飞机”');
    expect(text()).toContain('看看全部商品');
  });
});
