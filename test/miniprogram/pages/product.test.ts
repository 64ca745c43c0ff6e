/** @jest-environment jsdom */
import { accepted, phone, refused } from '../fake-phone';
import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyCart, product } from '../samples';
import { openScreen } from './screen';

afterEach(() => phone.forget());

function open(query: Record<string, string> = { productId: 'mat' }) {
  return openScreen('pages/product/product', query);
}

const wish = { detail: { intent: 'cart', skuId: 'green', quantity: 2 } };

describe('product page', () => {
  it('draws the lowest price with 起 until a specification is chosen', async () => {
    phone.answers['catalogue.product'] = () => accepted(product);
    const { text, call, settle } = await open();
    expect(text()).toContain('¥88.00起');
    expect(text()).toContain('选择颜色');
    call('onChosen', { detail: { skuId: 'blue' } });
    await settle();
    expect(text()).toContain('¥99.00');
    expect(text()).toContain('已选藏青');
  });

  it('reads the product of a mini code from its scene', async () => {
    phone.answers['catalogue.product'] = () => accepted(product);
    await open({ scene: 'mat' });
    expect(phone.cloudCalls()).toEqual([{ method: 'catalogue.product', params: { productId: 'mat' } }]);
  });

  it('asks the server nothing about a link with a broken id', async () => {
    const { text } = await open({ productId: '%E4%' });
    expect(phone.cloudCalls()).toEqual([]);
    expect(text()).toContain('没有找到这件商品');
  });

  it('says that a withdrawn product is gone and where to go', async () => {
    phone.answers['catalogue.product'] = () => refused('PRODUCT_WITHDRAWN', '这件商品已下架，去看看别的吧');
    const { text } = await open();
    expect(text()).toContain('这件商品已下架');
    expect(text()).toContain('去逛逛');
    expect(text()).not.toContain('重新加载');
  });

  it('puts pieces into the cart once for two taps', async () => {
    phone.answers['catalogue.product'] = () => accepted(product);
    phone.answers['cart.add'] = () => accepted(emptyCart(2));
    const { call, settle, page } = await open();
    call('onSubmit', wish);
    call('onSubmit', wish);
    await settle();
    expect(phone.cloudCalls().filter(({ method }) => method === 'cart.add')).toHaveLength(1);
    expect(page.instance.data['badge']).toBe('2');
    expect(page.instance.data['choosing']).toBe(false);
  });

  it('repeats an addition of unknown end under the same token, and begins a new one after it is known', async () => {
    phone.answers['catalogue.product'] = () => accepted(product);
    const lost = (): never => {
      throw Object.assign(new Error(), { errMsg: 'cloud.callFunction:fail timeout' });
    };
    const tokens = (): unknown[] =>
      phone
        .cloudCalls()
        .filter(({ method }) => method === 'cart.add')
        .map(({ params }) => (params as { clientToken: string }).clientToken);
    const { call, settle } = await open();
    for (const answer of [lost, () => accepted(emptyCart(2)), () => accepted(emptyCart(4))]) {
      phone.answers['cart.add'] = answer;
      call('onSubmit', wish);
      await settle();
    }
    const [first, second, third] = tokens();
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(first).toMatch(/^[0-9A-Za-z_-]{8,64}$/);
  });

  it('opens the checkout with what was chosen', async () => {
    phone.answers['catalogue.product'] = () => accepted(product);
    const { call, settle } = await open();
    call('onSubmit', { detail: { intent: 'buy', skuId: 'green', quantity: 2 } });
    await settle();
    expect(phone.calls('navigateTo')).toEqual([{ url: '/packages/checkout/confirm/confirm?lines=green*2' }]);
  });

  it('shares a link that opens this product', async () => {
    phone.answers['catalogue.product'] = () => accepted(product);
    const { call } = await open();
    expect(call('onShareAppMessage')).toMatchObject({
      title: '亚麻茶席',
      path: '/pages/product/product?productId=mat',
    });
  });

  it('begins with what can be bought and keeps what was chosen in the sheet while the page draws it', async () => {
    const [green, blue] = product.skus;
    phone.answers['catalogue.product'] = () =>
      accepted({
        ...product,
        skus: [
          { ...green, available: 0 },
          { ...blue, available: 3 },
        ],
      });
    const { page, settle, text } = await open();
    const sheet = page.querySelector('.sku-sheet')?.instance;
    const choose = (value: string): unknown =>
      (sheet?.['onValue'] as ((event: unknown) => unknown) | undefined)?.call(sheet, {
        currentTarget: { dataset: { axis: 0, value } },
      });
    expect(sheet?.data['choice']).toEqual(['藏青']);
    choose('藏青');
    await settle();
    expect(text()).toContain('已选藏青');
    choose('墨绿');
    await settle();
    expect(sheet?.data['choice']).toEqual(['藏青']);
  });
});
