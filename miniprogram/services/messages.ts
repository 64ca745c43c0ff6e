import { askToSubscribe } from '../platform/subscription';
import { newClientToken } from '../platform/token';
import { callShop, type ShopEnd } from './shop';

/** Which messages the shop would send, and how many of each may still be sent. */
export function loadMessages(): Promise<ShopEnd<'me.messages'>> {
  return callShop('me.messages', {});
}

/** What came of asking on a tap: what is allowed now, or the words for why nothing changed. */
export type AllowEnd = ShopEnd<'me.allowMessages'> | { readonly kind: 'declined'; readonly words: string };

/** Asks about these templates and tells the shop each yes. Call it in the handler of a tap, before anything is awaited. */
export async function allowOnTap(templateIds: readonly string[]): Promise<AllowEnd> {
  const end = await askToSubscribe(templateIds);
  if (end.kind === 'switchedOff')
    return { kind: 'declined', words: '微信里关着订阅消息，可在右上角“···”的设置里打开' };
  if (end.kind === 'failed') return { kind: 'declined', words: '这次没有开启成功，可以稍后再试' };
  if (end.allowed.length === 0) return { kind: 'declined', words: '好的，需要时再来开启' };
  return callShop('me.allowMessages', { clientToken: newClientToken(), templateIds: end.allowed });
}
