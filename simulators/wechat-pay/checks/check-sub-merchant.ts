import { INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { KeyStore } from '../keys/key-store';

/** A sub merchant, where one is named, must be the service provider's. Refund pages answer 404 for it. */
export function checkSubMerchant(subMchid: string | undefined, keys: KeyStore): ApiRefusal | undefined {
  if (subMchid === undefined || subMchid === keys.subMchid) return undefined;
  if (subMchid === keys.mchid) {
    return refused(400, 'PARAM_ERROR', '子商户号不能与服务商户号相同', {
      internalCode: INTERNAL_CODE.ownNumberAsSub,
    });
  }
  return refused(404, 'MCH_NOT_EXISTS', '受理关系不存在', { internalCode: INTERNAL_CODE.noPartnerRelation });
}
