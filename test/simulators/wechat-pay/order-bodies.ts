/** Bodies of every way to order, by the published tables alone. */
import type { MerchantFile } from '../../../simulators/wechat-pay/keys/merchant-file';
import type { Answer } from './merchant-client';
import type { Fixture } from './simulator-fixture';

export type Product = 'jsapi' | 'native' | 'h5' | 'app' | 'codepay';
export type Mode = 'direct' | 'partner';

export const SHEET_PRODUCTS = ['jsapi', 'native', 'h5', 'app'] as const;
export const MODES = ['direct', 'partner'] as const;

/** Every product in every mode, for tables of tests. */
export const KINDS: readonly (readonly [Product, Mode])[] = [...SHEET_PRODUCTS, 'codepay' as const].flatMap(
  (product) => MODES.map((mode) => [product, mode] as const),
);

export function orderRoot(mode: Mode): string {
  return mode === 'direct' ? '/v3/pay/transactions' : '/v3/pay/partner/transactions';
}

export function parties(merchant: MerchantFile, mode: Mode): Record<string, string> {
  const { mchid, appid, subMchid, subAppid } = merchant;
  return mode === 'direct'
    ? { appid, mchid }
    : { sp_appid: appid, sp_mchid: mchid, sub_appid: subAppid, sub_mchid: subMchid };
}

const PAYER: Readonly<Record<Mode, object>> = {
  direct: { payer: { openid: 'oShopper_1' } },
  partner: { payer: { sp_openid: 'oShopper_1' } },
};

function productMembers(product: Product, mode: Mode, notifyUrl: string): object {
  const notify = { notify_url: notifyUrl };
  switch (product) {
    case 'jsapi':
      return { ...notify, ...PAYER[mode] };
    case 'native':
    case 'app':
      return notify;
    case 'h5':
      return { ...notify, scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } } };
    case 'codepay':
      return { payer: { auth_code: '130000000000000000' }, scene_info: { store_info: { id: 'S1' } } };
  }
}

export interface OrderKind {
  readonly product: Product;
  readonly mode: Mode;
}

/** The smallest order of a kind, with what the test changes. */
export function orderBody(
  fixture: Fixture,
  { product, mode }: OrderKind,
  change: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    ...parties(fixture.simulator.merchant, mode),
    description: '小铺-苹果',
    out_trade_no: 'ORDER001',
    amount: { total: 100, currency: 'CNY' },
    ...productMembers(product, mode, fixture.receiver.url),
    ...change,
  };
}

export function postOrder(
  fixture: Fixture,
  kind: OrderKind,
  change: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  return fixture.client.call('POST', `${orderRoot(kind.mode)}/${kind.product}`, {
    body: orderBody(fixture, kind, change),
  });
}

export function queryOrder(fixture: Fixture, mode: Mode, outTradeNo: string): Promise<Answer> {
  const { mchid, subMchid } = fixture.simulator.merchant;
  const query = mode === 'direct' ? `mchid=${mchid}` : `sp_mchid=${mchid}&sub_mchid=${subMchid}`;
  return fixture.client.call('GET', `${orderRoot(mode)}/out-trade-no/${outTradeNo}?${query}`);
}

export function closeOrder(fixture: Fixture, mode: Mode, outTradeNo: string): Promise<Answer> {
  const { mchid, subMchid } = fixture.simulator.merchant;
  const body = mode === 'direct' ? { mchid } : { sp_mchid: mchid, sub_mchid: subMchid };
  return fixture.client.call('POST', `${orderRoot(mode)}/out-trade-no/${outTradeNo}/close`, { body });
}

export function reverseOrder(fixture: Fixture, mode: Mode, outTradeNo: string): Promise<Answer> {
  const body = parties(fixture.simulator.merchant, mode);
  return fixture.client.call('POST', `${orderRoot(mode)}/out-trade-no/${outTradeNo}/reverse`, { body });
}

export async function issueCode(fixture: Fixture, wish: object = {}): Promise<string> {
  const answer = await fixture.client.control('POST', '/payment-codes', wish);
  if (typeof answer.json['auth_code'] !== 'string') throw new Error(`no code: ${answer.text}`);
  return answer.json['auth_code'];
}
