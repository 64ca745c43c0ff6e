import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { MerchantState } from '../settings';
import type { Variations } from '../variations';
import { INTERNAL_CODE, refused } from './answer';
import type { ApiRefusal } from './answer';
import type { ApiRequest, EndpointFamily } from './api-request';
import { readAuthorization } from './authorization';
import type { Credential } from './authorization';

export interface GateKnowledge {
  readonly mchid: string;
  readonly merchantSerialNo: string;
  readonly merchantPublicKey: KeyObject;
  readonly merchantState: MerchantState;
  readonly variations: Variations;
  readonly nowMs: number;
}

/** A request's time may differ from the server's by five minutes. */
const MAX_SKEW_SECONDS = 300;

/**
 * Decides whether a request may reach its endpoint: headers, Authorization, timestamp, signature, in the
 * order live probes show. undefined: it may.
 */
export function checkAtGate(
  request: ApiRequest,
  family: EndpointFamily,
  knowledge: GateKnowledge,
): ApiRefusal | undefined {
  if (family === 'general') {
    return checkClientHeaders(request) ?? checkCredential(request, family, knowledge);
  }
  // Probes of the transactions paths met the signature check first.
  return checkCredential(request, family, knowledge) ?? checkClientHeaders(request);
}

function checkClientHeaders(request: ApiRequest): ApiRefusal | undefined {
  const accept = request.header('accept') ?? '';
  const userAgent = request.header('user-agent') ?? '';
  if (userAgent !== '' && /application\/(json|\*)|\*\/\*/.test(accept)) return undefined;
  return refused(400, 'INVALID_REQUEST', 'Http头缺少Accept或User-Agent');
}

const UNAUTHENTICATED_MESSAGE: Readonly<
  Record<EndpointFamily, Readonly<Record<'missing' | 'otherScheme' | 'malformed', string>>>
> = {
  transactions: {
    missing: '签名信息错误，验签失败',
    otherScheme: '签名信息错误，验签失败',
    malformed: 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
  },
  general: {
    missing: 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
    otherScheme: 'HTTP头Authorization认证类型不正确',
    malformed: 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
  },
};

const NOT_READY_MESSAGE: Readonly<Record<Exclude<MerchantState, 'ready'>, string>> = {
  certificateExpired: '商户证书已过期。',
  certificateRevoked: '商户证书已作废。',
  certificateReplaced: '已更换证书，请使用新证书',
  noCertificate: '商户未申请过证书。',
  noApiV3Key: '商户未设置APIv3密钥。',
};

function checkCredential(
  request: ApiRequest,
  family: EndpointFamily,
  knowledge: GateKnowledge,
): ApiRefusal | undefined {
  // 401 answers of the transactions paths carry no Request-ID.
  const internalCode = family === 'transactions' ? undefined : INTERNAL_CODE.signature;
  const unauthorized = (message: string, detail?: object): ApiRefusal =>
    refused(401, 'SIGN_ERROR', message, { internalCode, ...(detail === undefined ? {} : { detail }) });

  const reading = readAuthorization(request.header('authorization'));
  if (reading.kind !== 'credential') return unauthorized(UNAUTHENTICATED_MESSAGE[family][reading.kind]);
  const { credential } = reading;
  if (Math.abs(knowledge.nowMs / 1000 - Number(credential.timestamp)) > MAX_SKEW_SECONDS) {
    return unauthorized('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟');
  }
  if (credential.mchid !== knowledge.mchid) return unauthorized('签名错误');
  if (knowledge.merchantState !== 'ready') return unauthorized(NOT_READY_MESSAGE[knowledge.merchantState]);
  if (credential.serialNo !== knowledge.merchantSerialNo) {
    return unauthorized('商户证书序列号有误。请使用签名私钥匹配的证书序列号');
  }
  const message = signMessage(request, credential);
  if (signatureMatches(message, credential.signature, knowledge.merchantPublicKey)) return undefined;
  const shape = knowledge.variations.pick('signMismatchDetail');
  return unauthorized(
    shape === 'live' ? '签名错误' : '错误的签名，验签失败',
    mismatchDetail(request, credential, shape),
  );
}

function signMessage(request: ApiRequest, credential: Credential): Buffer {
  const head = `${request.method}\n${request.target}\n${credential.timestamp}\n${credential.nonceStr}\n`;
  return Buffer.concat([Buffer.from(head), request.bytes, Buffer.from('\n')]);
}

function signatureMatches(message: Buffer, signature: string, key: KeyObject): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false;
  return verify('RSA-SHA256', message, key, Buffer.from(signature, 'base64'));
}

/** The server's own view of the string to sign, with the body cut to eight characters. */
function mismatchDetail(request: ApiRequest, credential: Credential, shape: 'live' | 'docs'): object {
  const head = `${request.method}\n${request.target}\n${credential.timestamp}\n${credential.nonceStr}\n`;
  const issue = 'sign not match';
  return {
    ...(shape === 'live' ? { detail: { issue } } : {}),
    field: 'signature',
    ...(shape === 'live' ? {} : { issue }),
    location: 'authorization',
    sign_information: {
      method: request.method,
      sign_message_length: signMessage(request, credential).length,
      truncated_sign_message: `${head}${request.body.slice(0, 8)}\n`,
      url: request.target,
    },
  };
}
