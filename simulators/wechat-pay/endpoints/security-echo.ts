import { checkFields } from '../checks/check-fields';
import type { FieldTable } from '../checks/field-rule';
import { NOTIFY_URL } from '../checks/order-fields';
import { readJsonBody } from '../checks/read-json-body';
import { REQUIRED, text } from '../checks/text-rule';
import { INTERNAL_CODE, done, refused } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import { chooseKey } from '../protocol/reply';
import { decryptField, encryptField } from '../protocol/sensitive-field';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

/** The self-test of a client: signing, encryption both ways, and the way to its notify_url. */
export const securityEchoEndpoint: Endpoint = {
  name: 'security.echo',
  method: 'POST',
  path: '/v3/security/echo',
  family: 'general',
  handle: echo,
};

const ECHO_FIELDS: FieldTable = {
  notify_url: NOTIFY_URL,
  echo_message: text('回显信息', 1024, REQUIRED),
  encrypted_echo_message: text('加密测试字段', 1024, { min: 1 }),
};

interface EchoWire {
  readonly notify_url?: string;
  readonly echo_message: string;
  readonly encrypted_echo_message?: string;
}

function echo(request: ApiRequest, world: World): ApiAnswer {
  const serial = request.header('wechatpay-serial');
  if (serial === undefined) return illegal('HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)');
  const body = readJsonBody(request);
  if (body.kind === 'refused') return body.refusal;
  const broken = checkFields(body.value, ECHO_FIELDS, world.variations);
  if (broken !== undefined) return broken;
  // The field table holds.
  const given = body.value as EchoWire;
  const reading = readEncrypted(given, serial, world);
  if (reading.kind === 'refused') return reading.refusal;
  callBack(given, world);
  const { echo_message: message } = given;
  if (reading.plaintext === undefined) return done({ echo_message: message });
  const sealed = encryptField(reading.plaintext, world.keys.merchant.publicKey);
  return done({ echo_message: message, encrypted_echo_message: sealed });
}

type EncryptedReading =
  | { readonly kind: 'read'; readonly plaintext: string | undefined }
  | { readonly kind: 'refused'; readonly refusal: ApiRefusal };

/** Opens the encrypted member with the key the request names; undefined where there is none. */
function readEncrypted(given: EchoWire, serial: string, world: World): EncryptedReading {
  const { encrypted_echo_message: sealed } = given;
  if (sealed === undefined) return { kind: 'read', plaintext: undefined };
  const choice = chooseKey(world, serial);
  if (choice.kind === 'refused') return choice;
  const plaintext = decryptField(sealed, choice.key.privateKey);
  return plaintext === undefined
    ? { kind: 'refused', refusal: illegal('参数解密失败') }
    : { kind: 'read', plaintext };
}

/** Notifies as of a payment, so that the merchant's way of receiving is tested too. */
function callBack({ notify_url: url, echo_message: message }: EchoWire, world: World): void {
  if (url === undefined) return;
  const plaintext = { echo_message: message };
  world.sender.queue({ url, eventType: 'SECURITY_ECHO.SUCCESS', plaintext });
}

const illegal = (message: string): ApiRefusal =>
  refused(400, 'PARAM_ERROR', message, { internalCode: INTERNAL_CODE.illegalParameter });
