import { checkFields } from '../checks/check-fields';
import type { FieldTable } from '../checks/field-rule';
import { NOTIFY_URL } from '../checks/order-fields';
import { readJsonBody } from '../checks/read-json-body';
import { REQUIRED, text } from '../checks/text-rule';
import { INTERNAL_CODE, done, refused } from '../protocol/answer';
import type { ApiAnswer } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import { chooseKey } from '../protocol/reply';
import { decryptField, encryptField } from '../protocol/sensitive-field';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

/** The self-test of a client: signing, and encryption both ways. */
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
  const illegal = (message: string): ApiAnswer =>
    refused(400, 'PARAM_ERROR', message, { internalCode: INTERNAL_CODE.illegalParameter });
  const serial = request.header('wechatpay-serial');
  if (serial === undefined) return illegal('HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)');
  const body = readJsonBody(request);
  if (body.kind === 'refused') return body.refusal;
  const broken = checkFields(body.value, ECHO_FIELDS, world.variations);
  if (broken !== undefined) return broken;
  // The field table holds.
  const given = body.value as EchoWire;
  const answer = { echo_message: given.echo_message };
  if (given.encrypted_echo_message === undefined) return done(answer);
  const choice = chooseKey(world, serial);
  if (choice.kind === 'refused') return choice.refusal;
  const plaintext = decryptField(given.encrypted_echo_message, choice.key.privateKey);
  if (plaintext === undefined) return illegal('参数解密失败');
  return done({
    ...answer,
    encrypted_echo_message: encryptField(plaintext, world.keys.merchant.publicKey),
  });
}
