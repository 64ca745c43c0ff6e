import * as v from 'valibot';
import type { Reply } from '../../../miniprogram/contract/call';
import type { ShopMethod, ShopMethods, ShopRefusal } from '../../../miniprogram/contract/shop';
import { SHOP_REFUSAL_WORDS } from '../../../miniprogram/contract/shop';
import { callerOf } from '../../main/caller';
import { wireShop } from '../../main/wire';
import { StoreUnavailable } from '../../ports/store';
import { METHODS, type Answer } from './methods';
import { CALL, isShopMethod, PARAMS } from './schemas';

const deps = wireShop('shop');

type ShopReply = Reply<ShopMethods[ShopMethod]['value'], ShopRefusal>;

function refuse(code: ShopRefusal): ShopReply {
  return { ok: false, refusal: { code, message: SHOP_REFUSAL_WORDS[code] } };
}

async function run<Method extends ShopMethod>(
  method: Method,
  openid: string,
  params: unknown,
): Promise<ShopReply> {
  const parsed = v.safeParse(PARAMS[method], params);
  if (!parsed.success) return refuse('INVALID_PARAMS');
  const answer: Answer<ShopMethods[Method]['value']> = await METHODS[method](deps, openid, parsed.output);
  return 'refusal' in answer ? refuse(answer.refusal) : { ok: true, value: answer.value };
}

/** Called by the phone: parse, authorise, use case, reply. Whatever fails, the shopper gets a sentence and a code. */
export async function main(event: unknown, context: unknown): Promise<ShopReply> {
  const caller = callerOf(context);
  if (caller.kind !== 'shopper') return refuse('IDENTITY_REQUIRED');
  const call = v.safeParse(CALL, event);
  if (!call.success) return refuse('INVALID_PARAMS');
  const { method, params } = call.output;
  if (!isShopMethod(method)) return refuse('UNKNOWN_METHOD');
  try {
    return await run(method, caller.openid, params);
  } catch (error) {
    deps.log.error('shop.failed', error, { method });
    return refuse(error instanceof StoreUnavailable ? 'BUSY' : 'INTERNAL_ERROR');
  }
}
