import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import type { CollectionResult } from '../../cloudfunctions/usecases/begin-collection';
import { checkCollection } from '../../cloudfunctions/usecases/check-collection';
import type { VoidCollectionResult } from '../../cloudfunctions/usecases/void-collection';
import { collectByCode } from '../../cloudfunctions/usecases/collect-by-code';
import type { GatewayDeps } from '../../cloudfunctions/usecases/ask-gateway';
import type { OrderFile } from '../../cloudfunctions/ports/store';
import type { CollectionStanding } from '../../miniprogram/contract/collection';
import { fen } from '../../miniprogram/contract/money';
import type { CodeBehaviour } from '../../simulators/wechat-pay/orders/payment-code';
import { postJson } from '../../tools/world/shopper';
import type { InProcessShop } from './in-process-shop';

/** What every collection here is for. */
export const AMOUNT = fen(2_350);
/** Where the till stands. */
export const TILL = { deviceIp: '203.0.113.9', storeId: 'store-1' };

const CASHIER = { openid: 'o-cashier', role: 'cashier' } as const;

let wishes = 0;

/** A wish nobody has had. */
export function aWish() {
  wishes += 1;
  return { actor: CASHIER, clientToken: `collect-${wishes}`, amount: AMOUNT, remark: '散茶' };
}

/** The standing in a result, or an error with the refusal. */
export function standingIn(result: CollectionResult | VoidCollectionResult): CollectionStanding {
  if (result.kind === 'refused') throw new Error(result.refusal);
  return result.collection.standing;
}

/** A process that dies: after so many calls to the gateway it never comes back from the next one. */
export class ProcessDied extends Error {}

/** The counter of a shop, with a payer whose phone does as it is told. */
export function openCounter(shop: InProcessShop) {
  const { controlUrl } = shop.wechatPay;
  const counter = {
    showCode: async (behaviour: CodeBehaviour, answersAfterSeconds = 8): Promise<string> => {
      const wish = { behaviour, openid: 'oPayerAtCounter', answers_after_seconds: answersAfterSeconds };
      const code = (await postJson(`${controlUrl}/payment-codes`, wish)) as { auth_code: string };
      return code.auth_code;
    },
    /** Scans a code; `deps` may be those of a process that dies. */
    collect: async (authCode: string, deps: GatewayDeps = shop.deps) => {
      const wish = { ...aWish(), authCode, till: TILL };
      const result = await collectByCode(deps, wish);
      if (result.kind === 'refused') throw new Error(result.refusal);
      return { ...result.collection, wish };
    },
    /** Asks as the screen does, every few seconds, until an end or for so long. */
    watch: async (orderId: string, seconds = 70): Promise<CollectionStanding> => {
      for (let passed = 0; passed <= seconds; passed += 5) {
        const standing = await counter.check(orderId);
        if (standing.kind !== 'waiting' && standing.kind !== 'reversing' && standing.kind !== 'takingBack')
          return standing;
        await counter.wait(5);
      }
      return counter.check(orderId);
    },
    check: async (orderId: string) => standingIn(await checkCollection(shop.deps, orderId)),
    wait: (seconds: number) => postJson(`${controlUrl}/clock`, { advance_seconds: seconds }),
    plant: (endpoint: string, fault: object) => postJson(`${controlUrl}/faults`, { endpoint, ...fault }),
    clearFaults: () => fetch(`${controlUrl}/faults`, { method: 'DELETE' }),
    pin: (variations: Readonly<Record<string, string>>) => postJson(`${controlUrl}/settings`, { variations }),
    file: async (orderId: string): Promise<OrderFile> => {
      const file = await shop.deps.store.findOrder(orderId);
      if (file === null) throw new Error(`no order ${orderId}`);
      return file;
    },
    /** What WeChat Pay itself holds of the payer's money, asked around our gateway. */
    taken: async (orderId: string): Promise<boolean> => {
      const [outTradeNo = ''] = (await counter.file(orderId)).order.attempts;
      const answer = await shop.deps.gateway.query(outTradeNo);
      return answer.kind === 'accepted' && answer.value.state === 'succeeded' && !answer.value.refunded;
    },
    calls: async (orderId: string): Promise<readonly string[]> =>
      (await shop.deps.store.pageEvidence({ orderId, limit: 100 })).map(({ kind }) => kind),
    audit: async () => auditBooks(await shop.deps.store.readBooks()),
  };
  return counter;
}

/** The shop's deps in a process that dies in the named call, before or after it reaches WeChat Pay. */
export function dyingIn(
  shop: InProcessShop,
  call: 'create' | 'query' | 'reverse',
  when: 'before' | 'after',
): GatewayDeps {
  const { gateway } = shop.deps;
  const dying = async (work: () => Promise<unknown>): Promise<never> => {
    if (when === 'after') await work();
    throw new ProcessDied(`in ${call}`);
  };
  return {
    ...shop.deps,
    gateway: {
      ...gateway,
      ...(call === 'create' && { create: (order) => dying(() => gateway.create(order)) }),
      ...(call === 'query' && { query: (number) => dying(() => gateway.query(number)) }),
      ...(call === 'reverse' && { reverse: (number) => dying(() => gateway.reverse(number)) }),
    },
  };
}
