/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from '../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CartView } from '../../../miniprogram/contract/cart';
import { cartLine, cartOf, picture, product, sku } from '../samples';
import { openScreen } from './screen';

let held: CartView;

/** A server that keeps a cart. */
beforeEach(() => {
  held = cartOf([
    cartLine('green', { quantity: 2 }),
    cartLine('blue', { selected: false, specification: '藏青' }),
  ]);
  const change = (lines: CartView['lines'], invalid = held.invalid): unknown => {
    held = cartOf(lines, invalid);
    return accepted(held);
  };
  phone.answers = {
    'cart.get': () => accepted(held),
    'cart.select': ({ skuIds, selected }: { skuIds?: readonly string[]; selected: boolean }) =>
      change(
        held.lines.map((line) => (skuIds?.includes(line.skuId) === false ? line : { ...line, selected })),
      ),
    'cart.setQuantity': ({ skuId, quantity }: { skuId: string; quantity: number }) =>
      change(held.lines.map((line) => (line.skuId === skuId ? { ...line, quantity } : line))),
    'cart.remove': ({ skuIds }: { skuIds: readonly string[] }) =>
      change(held.lines.filter(({ skuId }) => !skuIds.includes(skuId))),
    'cart.add': ({ skuId, quantity }: { skuId: string; quantity: number }) =>
      change([cartLine(skuId, { quantity }), ...held.lines]),
    'cart.clearInvalid': () => change(held.lines, []),
    'catalogue.product': () =>
      accepted({ ...product, skus: [sku('green', ['墨绿'], 9), sku('blue', ['藏青'], 9)] }),
  };
});

afterEach(() => phone.forget());

const open = () => openScreen('pages/cart/cart');
const on = (skuId: string) => ({ currentTarget: { dataset: { skuId } } });
const methods = (): string[] => phone.cloudCalls().map(({ method }) => method);

describe('cart page', () => {
  it('draws lines, the total of the selected and how many they are', async () => {
    const { text, page } = await open();
    expect(text()).toContain('亚麻茶席');
    expect(text()).toContain('合计¥176.00');
    expect(text()).toContain('结算(2)');
    expect(page.instance.data['allSelected']).toBe(false);
  });

  it('draws no total of its own: after a tap it waits for the server’s', async () => {
    const { call, page, settle } = await open();
    call('onSelect', on('blue'));
    expect(page.instance.data).toMatchObject({ settling: true, selectedTotal: { minor: 17_600 } });
    await settle();
    expect(page.instance.data).toMatchObject({
      settling: false,
      selectedTotal: { minor: 26_400 },
      allSelected: true,
    });
  });

  it('selects and deselects everything', async () => {
    const { call, text, settle } = await open();
    call('onSelectAll');
    await settle();
    expect(text()).toContain('结算(3)');
    call('onSelectAll');
    await settle();
    expect(text()).toContain('合计¥0.00');
    expect(text()).not.toContain('结算(');
  });

  it('sends the last of many taps on a stepper', async () => {
    const { call, page, settle } = await open();
    for (const value of [3, 4, 5]) call('onQuantity', { ...on('green'), detail: { value } });
    await settle();
    const sent = phone.cloudCalls().filter(({ method }) => method === 'cart.setQuantity');
    expect(sent.map(({ params }) => (params as { quantity: number }).quantity)).toEqual([3, 5]);
    expect(page.instance.data).toMatchObject({ selectedPieces: 5 });
  });

  it('goes down from more than there is to what there is', async () => {
    held = cartOf([cartLine('green', { quantity: 8, maxQuantity: 3 })]);
    const { call, text, settle } = await open();
    expect(text()).toContain('最多可买3件，请减少');
    call('onQuantity', { ...on('green'), detail: { value: 7 } });
    await settle();
    expect(held.lines[0]?.quantity).toBe(3);
  });

  it('goes back to what the server holds when it says no', async () => {
    phone.answers['cart.setQuantity'] = () => refused('NOT_IN_CART', '购物车里没有这件商品，请刷新后再试');
    const { call, page, settle } = await open();
    held = cartOf([cartLine('blue')]);
    call('onQuantity', { ...on('green'), detail: { value: 3 } });
    await settle();
    expect(phone.calls('showToast')).toMatchObject([{ title: '购物车里没有这件商品，请刷新后再试' }]);
    expect(page.instance.data['lines']).toHaveLength(1);
  });

  it('takes a line out', async () => {
    const { call, text, settle } = await open();
    call('onRemove', on('green'));
    await settle();
    expect(text()).not.toContain('墨绿');
  });

  it('takes a line out by a long press, for whom swiping is hard', async () => {
    phone.results['showActionSheet'] = { tapIndex: 0 };
    const { call, settle } = await open();
    call('onMore', on('green'));
    await settle();
    expect(held.lines.map(({ skuId }) => skuId)).toEqual(['blue']);
  });

  it('says what cannot be bought any more, and clears it once asked', async () => {
    const gone = {
      skuId: 'old',
      productId: 'mat',
      title: '旧茶席',
      specification: '',
      picture,
      quantity: 1,
      reason: 'withdrawn' as const,
    };
    held = cartOf(held.lines, [gone]);
    const { call, text, settle } = await open();
    expect(text()).toContain('失效商品1件');
    expect(text()).toContain('已下架');
    phone.results['showModal'] = { confirm: false };
    call('onClearInvalid');
    await settle();
    expect(methods()).not.toContain('cart.clearInvalid');
    phone.results['showModal'] = { confirm: true };
    call('onClearInvalid');
    await settle();
    expect(text()).not.toContain('失效商品');
  });

  it('says which prices moved', async () => {
    held = cartOf([cartLine('green', { priceBefore: { minor: 9800, currency: 'CNY' } })]);
    const { text } = await open();
    expect(text()).toContain('1件商品的价格有变动');
    expect(text()).toContain('比加入时便宜¥10.00');
  });

  it('puts another specification in before it takes the old one out', async () => {
    held = cartOf([cartLine('green', { quantity: 2 })]);
    const { call, settle } = await open();
    call('onSpecification', on('green'));
    await settle();
    call('onChange', { detail: { skuId: 'blue', quantity: 2 } });
    await settle();
    expect(methods().slice(-2)).toEqual(['cart.add', 'cart.remove']);
    expect(held.lines.map(({ skuId }) => skuId)).toEqual(['blue']);
  });

  it('opens the checkout with the selected lines, after the last change has arrived', async () => {
    const { call, settle } = await open();
    call('onQuantity', { ...on('green'), detail: { value: 3 } });
    call('onCheckout');
    call('onCheckout');
    await settle();
    expect(phone.calls('navigateTo')).toEqual([
      { url: `/packages/checkout/confirm/confirm?lines=${encodeURIComponent('green*3')}` },
    ]);
  });

  it('opens nothing while nothing is selected, and says why', async () => {
    held = cartOf([cartLine('green', { selected: false })]);
    const { call, settle } = await open();
    call('onCheckout');
    await settle();
    expect(phone.calls('navigateTo')).toEqual([]);
    expect(phone.calls('showToast')).toMatchObject([{ title: '请先选择要结算的商品' }]);
  });

  it('shows an empty cart with a way on', async () => {
    held = cartOf([]);
    const { text } = await open();
    expect(text()).toContain('购物车还是空的');
    expect(text()).toContain('去逛逛');
  });

  it('keeps what is drawn when a refresh gets lost', async () => {
    const { call, text, settle } = await open();
    phone.answers['cart.get'] = lost;
    call('onPullDownRefresh');
    await settle();
    expect(text()).toContain('亚麻茶席');
    expect(phone.calls('stopPullDownRefresh')).toHaveLength(1);
  });

  it('asks once for a cart that is refused while one is drawn', async () => {
    phone.answers['cart.get'] = () => accepted(cartOf([cartLine('green')]));
    const { call, settle, text } = await openScreen('pages/cart/cart');
    phone.answers['cart.get'] = () => refused('BUSY', '当前人数较多，请稍后再试');
    phone.done.length = 0;
    call('onShow');
    await settle();
    expect(phone.cloudCalls().map(({ method }) => method)).toEqual(['cart.get']);
    expect(phone.calls('showToast')).toMatchObject([{ title: '当前人数较多，请稍后再试' }]);
    expect(text()).toContain('亚麻茶席');
    call('onUnload');
  });
});
