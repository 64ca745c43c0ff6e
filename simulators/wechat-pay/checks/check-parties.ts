import { INTERNAL_CODE, refused, spelled } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { World } from '../world';
import type { Mode } from './party-fields';
import { checkSameMerchant } from './read-json-body';

const OWN_NUMBER: Readonly<Record<Mode, 'mchid' | 'sp_mchid'>> = { direct: 'mchid', partner: 'sp_mchid' };

/** The merchant named in body or query must be the one the request was signed for. */
export function checkSigner(given: unknown, mode: Mode, world: World): ApiRefusal | undefined {
  return checkSameMerchant(memberOf(given, OWN_NUMBER[mode]), world.keys.mchid);
}

/** The sub merchant must be one of the service provider's. */
export function checkRelation(subMchid: unknown, world: World): ApiRefusal | undefined {
  const { keys, variations } = world;
  if (subMchid === keys.mchid) {
    return refused(400, 'PARAM_ERROR', '子商户号不能与服务商户号相同', {
      internalCode: INTERNAL_CODE.ownNumberAsSub,
    });
  }
  if (subMchid === keys.subMchid) return undefined;
  return spelled(variations.pick('noPartnerRelation'), '受理关系不存在', INTERNAL_CODE.noPartnerRelation);
}

interface Appids {
  readonly appid?: unknown;
  readonly sp_appid?: unknown;
  readonly sub_appid?: unknown;
}

/** Each appid must be bound to its merchant. An absent one is for the field table to judge. */
export function checkAppids(given: Appids, world: World): ApiRefusal | undefined {
  const { keys } = world;
  const own = given.appid ?? given.sp_appid;
  const wrong =
    own !== undefined && own !== keys.appid
      ? 'appid和mch_id不匹配'
      : given.sub_appid !== undefined && given.sub_appid !== keys.subAppid
        ? 'sub_appid和sub_mch_id不匹配'
        : undefined;
  if (wrong === undefined) return undefined;
  return refused(400, 'APPID_MCHID_NOT_MATCH', wrong, { internalCode: INTERNAL_CODE.appidMismatch });
}

export function memberOf(given: unknown, name: string): unknown {
  return given !== null && typeof given === 'object' && Object.hasOwn(given, name)
    ? (given as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
