import type { Address } from '../../miniprogram/contract/address';
import type { Reply } from '../../miniprogram/contract/call';
import type { WantedLine } from '../../miniprogram/contract/quote';
import type { ShopMethod, ShopMethods, ShopReply } from '../../miniprogram/contract/shop';

/** Calls the `shop` function as one shopper's phone would. */
export interface Shopper {
  readonly openid: string;
  call<Method extends ShopMethod>(
    method: Method,
    params: ShopMethods[Method]['params'],
  ): Promise<ShopReply<Method>>;
}

/** A refusal where none was expected. */
class Refused extends Error {
  readonly code: string;
  constructor(method: string, refusal: { readonly code: string; readonly message: string }) {
    super(`${method}: ${refusal.code} ${refusal.message}`);
    this.code = refusal.code;
  }
}

/** A phone at the cloud's address. Its identity is known to the local runner only. */
export function shopperAt(cloudUrl: string, openid: string): Shopper {
  return {
    openid,
    call: async (method, params) => {
      const response = await fetch(`${cloudUrl}/__call/shop`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-dev-openid': openid },
        body: JSON.stringify({ method, params }),
      });
      const answer = (await response.json()) as {
        result?: unknown;
        error?: { code: string; message: string };
      };
      if (answer.result === undefined)
        throw new Error(`${method}: ${answer.error?.code} ${answer.error?.message}`);
      return answer.result as never;
    },
  };
}

/** Where the shoppers of tools and tests live. */
export const HOME: Address = {
  name: '林小满',
  mobile: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路1号',
};

/** Under this token it is saved, so that saving it again adds none. */
export const HOME_TOKEN = 'the-address-of-home';

/**
 * Orders as the checkout page does: an address, a quote, and the order at what the quote says. Safe to repeat with the
 * same token.
 */
export async function checkOut(
  shopper: Shopper,
  wish: { readonly clientToken: string; readonly lines: readonly WantedLine[] },
): Promise<ShopReply<'orders.place'>> {
  const saved = await shopper.call('addresses.save', { clientToken: HOME_TOKEN, address: HOME });
  if (!saved.ok) return saved;
  const quoted = await shopper.call('orders.quote', { lines: wish.lines });
  if (!quoted.ok) return quoted;
  const { addressId } = saved.value;
  return shopper.call('orders.place', { ...wish, addressId, expectedTotal: quoted.value.payable });
}

/** The value of a reply. @throws Refused when the server said no. */
export function valueOf<Value>(method: string, reply: Reply<Value, string, unknown>): Value {
  if (!reply.ok) throw new Refused(method, reply.refusal);
  return reply.value;
}

/** Posts JSON and reads JSON. @throws Error with the answer's own words when the status is not 2xx. */
export async function postJson(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}
