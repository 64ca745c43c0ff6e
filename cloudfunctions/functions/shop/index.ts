import * as v from 'valibot';
import type { Reply } from '../../../miniprogram/contract/call';
import type { ShopMethod, ShopMethods, ShopRefusal } from '../../../miniprogram/contract/shop';
import { SHOP_REFUSAL_WORDS } from '../../../miniprogram/contract/shop';
import { callerOf } from '../../main/caller';
import { wireShop } from '../../main/wire';
import { FilesUnavailable } from '../../ports/files';
import { StoreUnavailable } from '../../ports/store';
import type { Answer } from './method';
import { METHODS } from './methods';
import { CALL, isShopMethod, PARAMS } from './schemas';

const deps = wireShop('shop');

type AnyReply = Reply<ShopMethods[ShopMethod]['value'], ShopRefusal, unknown>;

function refuse(code: ShopRefusal, detail?: unknown): AnyReply {
  const refusal = { code, message: SHOP_REFUSAL_WORDS[code] };
  return { ok: false, refusal: detail === undefined ? refusal : { ...refusal, detail } };
}

async function run<Method extends ShopMethod>(
  method: Method,
  openid: string,
  params: unknown,
): Promise<AnyReply> {
  const parsed = v.safeParse(PARAMS[method], params);
  if (!parsed.success) return refuse('INVALID_PARAMS');
  const answer: Answer<Method> = await METHODS[method](deps, openid, parsed.output);
  return 'refusal' in answer ? refuse(answer.refusal, answer.detail) : { ok: true, value: answer.value };
}

function isBusy(error: unknown): boolean {
  return error instanceof StoreUnavailable || error instanceof FilesUnavailable;
}

/** Called by the phone: parse, authorise, use case, reply. Whatever fails, the shopper gets a sentence and a code. */
export async function main(event: unknown, context: unknown): Promise<AnyReply> {
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
    return refuse(isBusy(error) ? 'BUSY' : 'INTERNAL_ERROR');
  }
}
