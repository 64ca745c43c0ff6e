import { accepted, phone, refused } from '../fake-phone';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { copyText } from '../../../miniprogram/platform/clipboard';
import { callCloud } from '../../../miniprogram/platform/cloud';
import { supportCode } from '../../../miniprogram/platform/log';
import { choosePhotos } from '../../../miniprogram/platform/media';
import { goBack, openPage } from '../../../miniprogram/platform/navigation';
import { requestPayment } from '../../../miniprogram/platform/payment';
import { readStored } from '../../../miniprogram/platform/storage';
import { alwaysAllowed, askToSubscribe } from '../../../miniprogram/platform/subscription';
import { newClientToken } from '../../../miniprogram/platform/token';
import { chooseWechatAddress } from '../../../miniprogram/platform/wechat-address';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.runAllTimers();
  jest.useRealTimers();
  phone.forget();
});

function failing(errMsg: string): () => never {
  return () => {
    throw Object.assign(new Error(errMsg), { errMsg });
  };
}

describe('cloud call', () => {
  it('hands over what the server accepted', async () => {
    phone.answers['me.get'] = () => accepted({ role: 'none' });
    expect(await callCloud('shop', 'me.get', {})).toEqual({ kind: 'accepted', value: { role: 'none' } });
  });

  it('hands over a refusal with its sentence', async () => {
    phone.answers['cart.add'] = () => refused('OUT_OF_STOCK', '库存不足');
    expect(await callCloud('shop', 'cart.add', {})).toEqual({
      kind: 'refused',
      code: 'OUT_OF_STOCK',
      message: '库存不足',
    });
  });

  it.each([
    ['cloud.callFunction:fail request:fail net::ERR_INTERNET_DISCONNECTED', 'offline'],
    ['cloud.callFunction:fail Error: timeout', 'timeout'],
    ['cloud.callFunction:fail -504002 functions execute fail', 'broken'],
  ])('does not know the end after "%s"', async (errMsg, cause) => {
    phone.answers['orders.place'] = failing(errMsg);
    expect(await callCloud('shop', 'orders.place', {})).toMatchObject({ kind: 'unknown', cause });
    expect(phone.calls('log.error')).toHaveLength(1);
  });

  it.each([undefined, null, 'ok', {}, { ok: true }, { ok: false }, { ok: false, refusal: { code: 1 } }])(
    'does not know the end of an answer that is none: %j',
    async (answer) => {
      phone.answers['me.get'] = () => answer;
      expect(await callCloud('shop', 'me.get', {})).toMatchObject({ kind: 'unknown', cause: 'broken' });
    },
  );

  it('gives up waiting for an answer that never comes', async () => {
    const end = callCloud('shop', 'never', {});
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await end).toMatchObject({ kind: 'unknown', cause: 'timeout' });
  });
});

describe('cashier', () => {
  const params = {
    timeStamp: '1',
    nonceStr: 'n',
    package: 'prepay_id=1',
    signType: 'RSA',
    paySign: 's',
  } as const;

  it('gets the parameters of the server unchanged', async () => {
    expect(await requestPayment(params)).toBe('done');
    expect(phone.calls('requestPayment')).toEqual([params]);
  });

  it('tells closing it from a failure', async () => {
    phone.failures['requestPayment'] = 'requestPayment:fail cancel';
    expect(await requestPayment(params)).toBe('cancelled');
    phone.failures['requestPayment'] = 'requestPayment:fail 商户号与appid不匹配';
    expect(await requestPayment(params)).toBe('failed');
  });
});

describe('navigation', () => {
  it('opens a page once for a double tap, and again later', async () => {
    await Promise.all([openPage('search', {}), openPage('search', {})]);
    await openPage('search', {});
    expect(phone.calls('navigateTo')).toHaveLength(1);
    jest.advanceTimersByTime(1000);
    await openPage('search', { keyword: '茶' });
    expect(phone.calls('navigateTo')[1]).toEqual({
      url: `/pages/search/search?keyword=${encodeURIComponent('茶')}`,
    });
  });

  it('takes the place of the tenth page, since there is no eleventh', async () => {
    phone.pages = Array.from({ length: 10 }, () => ({ route: 'pages/product/product' }));
    await openPage('product', { productId: 'a' });
    expect(phone.calls('redirectTo')).toHaveLength(1);
  });

  it('switches between tabs', async () => {
    await openPage('cart', {});
    expect(phone.calls('switchTab')).toEqual([{ url: '/pages/cart/cart' }]);
  });

  it('goes home from a page that was opened from outside', async () => {
    phone.pages = [{ route: 'pages/product/product' }];
    await goBack();
    expect(phone.calls('switchTab')).toEqual([{ url: '/pages/home/home' }]);
  });
});

describe('sheets of the phone', () => {
  it('hand over an address tidied to the contract', async () => {
    phone.results['chooseAddress'] = {
      userName: ' 王小明 ',
      telNumber: '+86 138-0000-0000',
      provinceName: '浙江省',
      cityName: '杭州市',
      countyName: '西湖区',
      detailInfo: '龙井路1号',
    };
    expect(await chooseWechatAddress()).toMatchObject({
      kind: 'chosen',
      address: { name: '王小明', mobile: '13800000000' },
    });
  });

  it('say nothing when the person closed them', async () => {
    phone.failures['chooseAddress'] = 'chooseAddress:fail cancel';
    phone.failures['chooseMedia'] = 'chooseMedia:fail cancel';
    expect(await chooseWechatAddress()).toEqual({ kind: 'cancelled' });
    expect(await choosePhotos(3)).toEqual([]);
    expect(phone.calls('log.error')).toEqual([]);
  });

  it('take a privacy agreement that was declined as a choice, and say how it goes on', async () => {
    phone.failures['chooseAddress'] = 'chooseAddress:fail privacy permission is not authorized';
    phone.failures['chooseMedia'] = 'chooseMedia:fail privacy permission is not authorized';
    phone.failures['setClipboardData'] = 'setClipboardData:fail privacy permission is not authorized';
    expect(await chooseWechatAddress()).toEqual({ kind: 'declined' });
    expect(phone.calls('showToast')).toEqual([]);
    expect(await choosePhotos(3)).toEqual([]);
    expect(await copyText('YT1')).toBe(false);
    expect(phone.calls('showToast')).toHaveLength(2);
    expect(phone.calls('log.error')).toEqual([]);
    expect(phone.calls('log.info')).toHaveLength(3);
  });

  it('ask for three kinds of message at most, and let nothing depend on it', async () => {
    phone.results['requestSubscribeMessage'] = { a: 'accept', b: 'reject', c: 'accept' };
    expect(await askToSubscribe(['a', 'b', 'c', 'd'])).toEqual({ kind: 'answered', allowed: ['a', 'c'] });
    phone.failures['requestSubscribeMessage'] = 'requestSubscribeMessage:fail 20004';
    expect(await askToSubscribe(['a'])).toEqual({ kind: 'switchedOff' });
    expect(phone.calls('log.error')).toEqual([]);
    phone.failures['requestSubscribeMessage'] = 'requestSubscribeMessage:fail 10003';
    expect(await askToSubscribe(['a'])).toEqual({ kind: 'failed' });
  });

  it('tell which messages were allowed for good', async () => {
    phone.results['getSetting'] = { subscriptionsSetting: { itemSettings: { a: 'accept', b: 'reject' } } };
    expect(await alwaysAllowed(['a', 'b', 'c'])).toEqual(['a']);
    expect(phone.calls('getSetting')).toEqual([{ withSubscriptions: true }]);
    phone.results['getSetting'] = { subscriptionsSetting: { mainSwitch: true } };
    expect(await alwaysAllowed(['a'])).toEqual([]);
  });
});

describe('small things', () => {
  it('a support code is read aloud without doubt, and filters the log', () => {
    expect(supportCode()).toMatch(/^[2-9A-HJ-NP-Z]{6}$/);
    expect(supportCode()).toBe(supportCode());
  });

  it('two intentions never share a token', () => {
    const tokens = new Set(Array.from({ length: 1000 }, newClientToken));
    expect(tokens.size).toBe(1000);
    for (const token of tokens) expect(token).toMatch(/^[0-9A-Za-z_-]{8,64}$/);
  });

  it('what an older version stored is judged before it is believed', () => {
    phone.stored.set('k', { old: true });
    expect(readStored('k', (stored) => (typeof stored === 'string' ? stored : null))).toBeNull();
  });
});
