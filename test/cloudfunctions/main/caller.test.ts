import { describe, expect, it } from '@jest/globals';
import { callerOf } from '../../../cloudfunctions/main/caller';

function invocation(environment: Readonly<Record<string, unknown>>): unknown {
  return { request_id: 'r', environment: JSON.stringify({ TCB_ENV: 'env-1', ...environment }) };
}

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const ANONYMOUS = { kind: 'anonymous' };

describe('the caller of an invocation', () => {
  it.each([
    ['the phone', { WX_OPENID: OPENID, TCB_SOURCE: 'wx_client' }],
    ['the phone through another function', { WX_OPENID: OPENID, TCB_SOURCE: 'wx_client,scf' }],
    ['DevTools', { WX_OPENID: OPENID, TCB_SOURCE: 'wx_devtools' }],
  ])('is a shopper from %s', (_name, environment) => {
    expect(callerOf(invocation(environment))).toEqual({ kind: 'shopper', openid: OPENID });
  });

  it.each([
    ['203.0.113.9', { WX_CLIENTIP: '203.0.113.9' }],
    ['2001:db8::9', { WX_CLIENTIP: '', WX_CLIENTIPV6: '2001:db8::9' }],
    [undefined, { WX_CLIENTIP: '203.0.113.9, 10.0.0.1' }],
    [undefined, { WX_CLIENTIP: '::ffff:oops' }],
  ])('comes from %s', (ip, told) => {
    const caller = callerOf(invocation({ WX_OPENID: OPENID, TCB_SOURCE: 'wx_client', ...told }));
    expect(caller).toEqual({ kind: 'shopper', openid: OPENID, ...(ip !== undefined && { ip }) });
  });

  it('is the timer when the platform says so and knows no shopper', () => {
    expect(callerOf(invocation({ TCB_SOURCE: 'wx_trigger' }))).toEqual({ kind: 'timer' });
  });

  it.each([
    ['a timer that carries an openid', { WX_OPENID: OPENID, TCB_SOURCE: 'wx_trigger' }],
    ['HTTP access that carries an openid', { WX_OPENID: OPENID, TCB_SOURCE: 'wx_http' }],
    ['HTTP access', { TCB_SOURCE: 'wx_http' }],
    ['another function', { TCB_SOURCE: 'scf' }],
    ['another function that carries an openid', { WX_OPENID: OPENID, TCB_SOURCE: 'scf' }],
    ['a chain that only ends at the phone', { WX_OPENID: OPENID, TCB_SOURCE: 'scf,wx_client' }],
    ['a chain that only ends at the timer', { TCB_SOURCE: 'wx_http,wx_trigger' }],
    ['the phone without an openid', { TCB_SOURCE: 'wx_client' }],
    ['the phone with an empty openid', { WX_OPENID: '', TCB_SOURCE: 'wx_client' }],
    ['the phone with an openid that is no text', { WX_OPENID: { $ne: '' }, TCB_SOURCE: 'wx_client' }],
    ['no source', { WX_OPENID: OPENID }],
    ['nothing', {}],
  ])('is nobody for %s', (_name, environment) => {
    expect(callerOf(invocation(environment))).toEqual(ANONYMOUS);
  });

  it.each([
    ['no context', undefined],
    ['null', null],
    ['a text', 'wx_trigger'],
    ['no environment', {}],
    ['an environment that is not JSON', { environment: '{' }],
    ['an environment that is JSON null', { environment: 'null' }],
    ['an environment that is an object already', { environment: { TCB_SOURCE: 'wx_trigger' } }],
    ['an identity beside the environment', { environment: '{}', WX_OPENID: OPENID, TCB_SOURCE: 'wx_client' }],
  ])('is nobody in a context with %s', (_name, context) => {
    expect(callerOf(context)).toEqual(ANONYMOUS);
  });

  it('is never the shopper an instance served before', () => {
    Object.assign(process.env, { WX_OPENID: OPENID, TCB_SOURCE: 'wx_client' });
    try {
      expect(callerOf(invocation({}))).toEqual(ANONYMOUS);
    } finally {
      delete process.env['WX_OPENID'];
      delete process.env['TCB_SOURCE'];
    }
  });
});
