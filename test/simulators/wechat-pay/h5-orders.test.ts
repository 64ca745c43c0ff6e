import { describe, expect, it } from '@jest/globals';
import { send } from './merchant-client';
import type { Answer } from './merchant-client';
import { closeOrder, MODES, postOrder, queryOrder } from './order-bodies';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const H5 = { product: 'h5', mode: 'direct' } as const;
const BACK = 'https://shop.example/orders?id=1&x=%20';

async function h5Url(change: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const answer = await postOrder(fixture, H5, change);
  if (typeof answer.json['h5_url'] !== 'string') throw new Error(answer.text);
  return answer.json['h5_url'];
}

const withBack = (url: string): string => `${url}&redirect_url=${encodeURIComponent(BACK)}`;

function submit(url: string, outcome: string): Promise<Answer> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return send(url, 'POST', { headers, body: `outcome=${outcome}` });
}

describe('an H5 order', () => {
  it.each(MODES)('is answered with an address of at most 256 characters, %s', async (mode) => {
    const answer = await postOrder(fixture, { product: 'h5', mode });
    const url = String(answer.json['h5_url']);
    expect(url).toMatch(/\/cgi-bin\/mmpayweb-bin\/checkmweb\?prepay_id=wx\d{34}&package=\d+$/);
    expect(url.length).toBeLessThanOrEqual(256);
  });

  it.each([
    ['scene_info', undefined],
    ['h5_info', { payer_client_ip: '203.0.113.7' }],
    ['the type', { payer_client_ip: '203.0.113.7', h5_info: {} }],
    ['a known type', { payer_client_ip: '203.0.113.7', h5_info: { type: 'Desktop' } }],
    ['the address of the payer', { h5_info: { type: 'Wap' } }],
    ['an address that is one', { payer_client_ip: '203.0.113.700', h5_info: { type: 'Wap' } }],
  ])('needs %s', async (_name, scene_info) => {
    const answer = await postOrder(fixture, H5, { scene_info });
    expect([answer.status, answer.json['code']]).toEqual([400, 'PARAM_ERROR']);
  });

  it('is paid through the control plane as MWEB', async () => {
    const paid = await fixture.client.control('POST', '/payments', { h5_url: withBack(await h5Url()) });
    expect(paid.json).toMatchObject({ trade_state: 'SUCCESS' });
    expect((await queryOrder(fixture, 'direct', 'ORDER001')).json['trade_type']).toBe('MWEB');
  });
});

describe('the page behind an h5_url', () => {
  it('shows what is bought and the amount, with everything escaped', async () => {
    const url = await h5Url({ description: '<b>苹果</b>', amount: { total: 123_405 } });
    const page = await send(url, 'GET');
    expect(page.headers['content-type']).toMatch(/text\/html/);
    expect(page.text).toContain('¥1234.05');
    expect(page.text).toContain('&lt;b&gt;苹果&lt;/b&gt;');
    expect(page.text).not.toContain('<b>');
  });

  it.each([
    ['success', 'SUCCESS'],
    ['cancel', 'NOTPAY'],
  ])('sends the browser back to redirect_url after %s', async (outcome, state) => {
    const answer = await submit(withBack(await h5Url()), outcome);
    expect([answer.status, answer.headers['location']]).toEqual([303, BACK]);
    expect((await queryOrder(fixture, 'direct', 'ORDER001')).json['trade_state']).toBe(state);
  });

  it('says how it ended where there is no redirect_url', async () => {
    const paid = await submit(await h5Url(), 'success');
    expect([paid.status, paid.text]).toEqual([200, expect.stringContaining('支付成功')]);
  });

  it('pays once only, and offers the way back', async () => {
    const url = withBack(await h5Url());
    await submit(url, 'success');
    const second = await submit(url, 'success');
    const visit = await send(url, 'GET');
    for (const answer of [second, visit]) {
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('该订单已支付');
      expect(answer.text).toContain('href="https://shop.example/orders?id=1&amp;x=%20"');
    }
  });

  it('ends after five minutes; ordering again opens a new one', async () => {
    const url = await h5Url();
    await fixture.simulator.clock.advance(301_000);
    expect((await send(url, 'GET')).text).toContain('支付会话已过期');
    expect((await submit(url, 'success')).status).toBe(403);
    expect((await submit(await h5Url(), 'success')).status).toBe(200);
  });

  it('does not take money for a closed order', async () => {
    const url = await h5Url();
    await closeOrder(fixture, 'direct', 'ORDER001');
    expect((await submit(url, 'success')).text).toContain('该订单已关闭');
  });

  it.each([
    ['another package', (url: string) => `${url}1`, 404],
    ['another member', (url: string) => `${url}&openid=o`, 400],
    ['a script to go back to', (url: string) => `${url}&redirect_url=javascript%3Aalert(1)`, 400],
    ['no address to go back to', (url: string) => `${url}&redirect_url=`, 400],
  ])('opens no sheet with %s', async (_name, change, status) => {
    const url = change(await h5Url());
    expect((await send(url, 'GET')).status).toBe(status);
    expect((await submit(url, 'success')).status).toBe(status);
    expect((await queryOrder(fixture, 'direct', 'ORDER001')).json['trade_state']).toBe('NOTPAY');
  });
});
