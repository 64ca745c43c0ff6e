import type { Reply } from '../../../miniprogram/contract/call';
import type { ShopMethod, ShopRefusal } from '../../../miniprogram/contract/shop';
import { SHOP_REFUSAL_WORDS } from '../../../miniprogram/contract/shop';
import { answerCall } from '../../main/answer-call';
import type { Counter } from '../../main/answer-call';
import { wireShop } from '../../main/wire';
import { METHODS } from './methods';
import { PARAMS } from './schemas';

const deps = wireShop('shop');

const counter: Counter<ShopRefusal, string> = {
  name: 'shop',
  deps,
  words: SHOP_REFUSAL_WORDS,
  params: PARAMS,
  admit: async (openid) => ({ who: openid }),
  // The schema of this very method has parsed the parameters, which the compiler cannot follow through a name.
  run: (openid, method, params, { supportCode }) =>
    METHODS[method as ShopMethod]({ ...deps, supportCode }, openid, params as never),
};

/** Called by the shopper's phone. */
export function main(event: unknown, context: unknown): Promise<Reply<unknown, ShopRefusal, unknown>> {
  return answerCall(counter, event, context);
}
