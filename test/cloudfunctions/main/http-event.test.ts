import { describe, expect, it } from '@jest/globals';
import { httpRequestOf, jsonReply } from '../../../cloudfunctions/main/http-event';

const event = {
  path: '/',
  httpMethod: 'POST',
  headers: { 'Wechatpay-Serial': 'S', host: 'shop' },
  queryStringParameters: {},
  body: '{"a":"茶"}\r\n',
  isBase64Encoded: false,
};

describe('an HTTP access event', () => {
  it('is read into method, path, headers as sent and the exact bytes', () => {
    expect(httpRequestOf(event)).toEqual({
      method: 'POST',
      path: '/',
      headers: { 'Wechatpay-Serial': 'S', host: 'shop' },
      body: Buffer.from('{"a":"茶"}\r\n'),
    });
  });

  it('is decoded when its body is base64, whatever the bytes', () => {
    const bytes = Buffer.from([0xff, 0x00, 0x0a, 0xe4]);
    const read = httpRequestOf({ ...event, body: bytes.toString('base64'), isBase64Encoded: true });
    expect(read?.body).toEqual(bytes);
  });

  it('is not decoded when its body only looks like base64', () => {
    expect(httpRequestOf({ ...event, body: 'QUJD' })?.body.toString()).toBe('QUJD');
  });

  it.each([
    ['null', null],
    ['absent', undefined],
    ['empty', ''],
  ])('has no bytes when its body is %s', (_name, body) => {
    expect(httpRequestOf({ ...event, body })?.body).toHaveLength(0);
  });

  it('loses the headers that are not one text, and is at the root when it has no path', () => {
    const headers = { one: '1', list: ['a', 'b'], number: 7, nothing: null };
    const { path: _path, ...pathless } = event;
    expect(httpRequestOf({ ...pathless, headers })).toMatchObject({ headers: { one: '1' }, path: '/' });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['a call of a phone', { method: 'orders.list', params: {} }],
    ['a timer event', { Type: 'Timer' }],
    ['no method', { ...event, httpMethod: undefined }],
    ['no headers', { ...event, headers: undefined }],
    ['headers that are a list', { ...event, headers: 'host: shop' }],
    ['a body that was parsed', { ...event, body: { a: 1 } }],
    ['a flag that is text', { ...event, isBase64Encoded: 'true' }],
  ])('is not seen in %s', (_name, given) => {
    expect(httpRequestOf(given)).toBeNull();
  });
});

describe('a JSON reply', () => {
  it('names its status, its type and its code', () => {
    expect(jsonReply(401, { code: 'FAIL', message: '验签失败' })).toEqual({
      statusCode: 401,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"code":"FAIL","message":"验签失败"}',
    });
  });
});
