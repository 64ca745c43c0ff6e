import { describe, expect, it } from '@jest/globals';
import { usePhone } from './phone-fixture';

const LAB = '/pages/lab/index';

describe('built-in components under a finger', () => {
  const fixture = usePhone();
  const said = (): Promise<string> => fixture.text('said');
  const hears = (text: string): Promise<void> => fixture.find('#said').filter({ hasText: text }).waitFor();
  const tap = (selector: string): Promise<void> => fixture.find(selector).tap();

  it('hands touches on as WeChat does', async () => {
    await fixture.open(LAB);
    await tap('#box');
    expect(await said()).toBe('touchstart 1 1 box');
  });

  it('bubbles bind and stops at catch', async () => {
    await fixture.open(LAB);
    await tap('#caught');
    expect(await said()).toMatch(/^tap \{[^}]*\}$/);
    await tap('#bubbled');
    expect(await said()).toMatch(/ outer$/);
  });

  it('does not hear a tap on a disabled button', async () => {
    await fixture.open(LAB);
    await fixture.find('#disabled').tap({ force: true });
    expect(await said()).toBe('');
  });

  it('does not take a drag for a tap', async () => {
    await fixture.open(LAB);
    await fixture.find('#caught').dispatchEvent('touchstart', {
      touches: [{ identifier: 1, clientX: 9, clientY: 9 }],
      changedTouches: [{ identifier: 1, clientX: 9, clientY: 9 }],
    });
    await fixture.find('#caught').dispatchEvent('touchmove', {
      touches: [{ identifier: 1, clientX: 9, clientY: 80 }],
      changedTouches: [{ identifier: 1, clientX: 9, clientY: 80 }],
    });
    await fixture.find('#caught').dispatchEvent('touchend', {
      touches: [],
      changedTouches: [{ identifier: 1, clientX: 9, clientY: 80 }],
    });
    expect(await said()).toBe('');
  });

  it('measures and observes', async () => {
    await fixture.open(LAB);
    await tap('#measure');
    await fixture.page.getByText('187.5x').waitFor();
    await tap('#watch');
    await fixture.page.getByText('seen true').waitFor();
  });

  it('collects a form, through labels and groups', async () => {
    await fixture.open(LAB);
    await fixture.find('#name input').fill('林小满');
    expect(await fixture.text('text')).toBe('林小满');
    await fixture.find('#note textarea').fill('少糖');
    await tap('#switch');
    expect(await said()).toBe('change {"value":true}');
    await tap('#large');
    expect(await said()).toBe('change {"value":"l"}');
    await tap('#small');
    await tap('#box-gift');
    expect(await said()).toBe('change {"value":["gift"]}');
    await tap('#submit');
    expect(JSON.parse(await said())).toEqual({
      name: '林小满',
      note: '少糖',
      switch: true,
      size: 's',
      extra: ['gift'],
      sweet: 30,
    });
    await tap('#reset');
    await tap('#submit');
    expect(JSON.parse(await said())).toEqual({
      name: '',
      note: '',
      switch: false,
      size: '',
      extra: [],
      sweet: 30,
    });
  });

  it.each([
    ['city', '扬州', '{"value":2}'],
    ['multi', '三', '{"value":[0,2]}'],
    ['date', '12月', '{"value":"2026-12-21"}'],
    ['time', '10', '{"value":"10:30"}'],
    [
      'region',
      '天津市',
      '{"value":["天津市","天津市","和平区"],"code":["120000","120100","120101"],"postcode":""}',
    ],
  ])('picks in a %s picker', async (id, row, detail) => {
    await fixture.open(LAB);
    await tap(`#${id}`);
    const sheet = fixture.page.getByRole('dialog');
    await sheet.getByRole('option', { name: row, exact: true }).first().tap();
    await sheet.getByRole('button', { name: '确定' }).tap();
    await hears(`change ${detail}`);
  });

  it('draws a placeholder as its class says, until something is typed', async () => {
    await fixture.open(LAB);
    const hint = fixture.find('#note').getByText('留言');
    const colour = await hint.evaluate((element) => getComputedStyle(element).color);
    expect(colour).toBe('rgb(10, 122, 75)');
    await fixture.find('#note textarea').fill('请快一点');
    await hint.waitFor({ state: 'hidden' });
    await fixture.find('#note textarea').fill('');
    await hint.waitFor();
  });

  it('tells a picker that was left', async () => {
    await fixture.open(LAB);
    await tap('#city');
    await fixture.page.getByRole('button', { name: '取消' }).tap();
    await hears('cancel {}');
  });

  it('turns a swiper and reaches the end of a list', async () => {
    await fixture.open(LAB);
    await fixture.find('#scroll').evaluate((element) => element.scrollTo(0, 9999));
    await fixture.page.getByText('scrolltolower {"direction":"bottom"}').waitFor();
    const swiper = fixture.find('#swiper');
    const at = async (type: string, x: number): Promise<void> => {
      const touches = [{ identifier: 1, clientX: x, clientY: 400 }];
      await swiper.dispatchEvent(type, {
        touches: type === 'touchend' ? [] : touches,
        changedTouches: touches,
      });
    };
    await at('touchstart', 300);
    await at('touchmove', 100);
    await at('touchend', 100);
    await fixture.page.getByText('change {"current":1,"source":"touch","currentItemId":""}').waitFor();
  });

  it('runs TDesign', async () => {
    await fixture.open(LAB);
    await fixture.find('.t-tabs__item >> text=乙').tap();
    await fixture.page.getByText('乙的内容').waitFor();
    expect(await said()).toContain('"label":"乙"');
    expect(fixture.errors).toEqual([]);
  });
});

describe('built-in components under a mouse', () => {
  const fixture = usePhone({ touch: false });

  it('taps once for a click', async () => {
    await fixture.open();
    await fixture.find('#more .t-button').click();
    expect(await fixture.text('more')).toBe('点了 1 次');
    await fixture.find('#detail').click();
    await fixture.find('#choose').click();
    await fixture.find('#title').waitFor();
  });
});
