import type { CodeWallet, DeskCollectMethods } from '../../../../miniprogram/contract/desk-collect';
import { walletOf } from '../../../../miniprogram/contract/desk-collect';
import { checkCollection } from '../../../usecases/check-collection';
import { collectByCode } from '../../../usecases/collect-by-code';
import { collectByQr } from '../../../usecases/collect-by-qr';
import { collectionCard, listCollections } from '../../../usecases/list-collections';
import { settingsOf } from '../../../usecases/shop-settings';
import type { VoidCollectionResult } from '../../../usecases/void-collection';
import { voidCollection } from '../../../usecases/void-collection';
import type { DeskDeps, MethodsOf } from '../method';

const OTHER_WALLET: Record<
  Exclude<CodeWallet, 'wechat'>,
  'CODE_OF_ALIPAY' | 'CODE_OF_UNION_PAY' | 'NOT_A_PAYMENT_CODE'
> = { alipay: 'CODE_OF_ALIPAY', unionPay: 'CODE_OF_UNION_PAY', other: 'NOT_A_PAYMENT_CODE' };

/** What a till is called that the merchant has not named. */
const NAMELESS_STORE = 'store';
/** The platform tells the address of the phone; where it does not, WeChat Pay still asks for one. */
const NO_ADDRESS = '127.0.0.1';

async function tillOf({ store, call }: DeskDeps) {
  const { storeId = NAMELESS_STORE } = await settingsOf(store);
  return { deviceIp: call.clientIp ?? NO_ADDRESS, storeId };
}

async function answered({ store }: DeskDeps, result: VoidCollectionResult) {
  if (result.kind === 'refused') return { refusal: result.refusal };
  const value = collectionCard(await store.findOrder(result.collection.orderId));
  return value === null ? ({ refusal: 'COLLECTION_NOT_FOUND' } as const) : { value };
}

/** What the methods of collecting do. */
export const COLLECT: MethodsOf<keyof DeskCollectMethods> = {
  'collect.byCode': async (deps, actor, params) => {
    const wallet = walletOf(params.authCode);
    if (wallet !== 'wechat') return { refusal: OTHER_WALLET[wallet] };
    return answered(deps, await collectByCode(deps, { actor, ...params, till: await tillOf(deps) }));
  },
  'collect.byQr': async (deps, actor, params) =>
    answered(deps, await collectByQr(deps, { actor, ...params })),
  'collect.check': async (deps, _actor, { orderId }) => answered(deps, await checkCollection(deps, orderId)),
  'collect.void': async (deps, actor, { orderId }) =>
    answered(deps, await voidCollection(deps, { actor, orderId })),
  'collect.list': async (deps, _actor, params) => ({ value: await listCollections(deps, params) }),
};
