import { randomBytes } from 'node:crypto';
import { beijingTime } from '../clock';
import { done, refused } from '../protocol/answer';
import type { ApiAnswer } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import { seal } from '../protocol/seal';
import type { CertificateListWire } from '../wire';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

export const listCertificatesEndpoint: Endpoint = {
  name: 'certificates',
  method: 'GET',
  path: '/v3/certificates',
  family: 'general',
  handle: listCertificates,
};

function listCertificates(request: ApiRequest, world: World): ApiAnswer {
  const algorithm = request.query('algorithm_type') ?? 'RSA';
  if (!['RSA', 'ALL', 'SM2'].includes(algorithm)) {
    return refused(400, 'PARAM_ERROR', '参数错误', { detail: { location: 'query', value: algorithm } });
  }
  if (world.settings.signingKeys === 'publicKey') {
    const code = world.variations.pick('noPlatformCertificate');
    return refused(404, code, '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。');
  }
  if (algorithm === 'SM2') return refused(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书');
  const nowMs = world.clock.nowMs();
  const valid = world.keys.platformCertificates().filter(({ expireMs }) => expireMs > nowMs);
  const list: CertificateListWire = {
    data: valid.map((certificate) => ({
      serial_no: certificate.serial,
      effective_time: beijingTime(certificate.effectiveMs),
      expire_time: beijingTime(certificate.expireMs),
      encrypt_certificate: seal(certificate.pem, {
        apiV3Key: world.keys.apiV3Key,
        nonce: randomBytes(6).toString('hex'),
        associatedData: 'certificate',
      }),
    })),
  };
  return done(list);
}
