import { createHash } from 'node:crypto';
import type { HttpReply } from '../../main/http-event';
import { httpRequestOf, jsonReply } from '../../main/http-event';
import { wirePayNotify } from '../../main/wire';
import type { RejectedStage } from '../../ports/payment-gateway';
import { receiveNotification } from '../../usecases/receive-notification';

const deps = wirePayNotify('pay-notify');

/** The HTTP status for each failed check. Any 4xx makes the sender try again later. */
const STATUS: Record<RejectedStage, number> = {
  method: 405,
  size: 413,
  headers: 401,
  timestamp: 401,
  serial: 401,
  signature: 401,
  body: 400,
  decrypt: 400,
  resource: 400,
};

const MESSAGE: Record<RejectedStage, string> = {
  method: '只接受 POST 请求',
  size: '请求体过大',
  headers: '缺少或无法识别签名头',
  timestamp: '时间戳超出允许范围',
  serial: '未知的证书序列号或公钥ID',
  signature: '验签失败',
  body: '请求体格式有误',
  decrypt: '解密失败',
  resource: '通知内容有误',
};

function header(headers: Readonly<Record<string, string | undefined>>, name: string): string {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1] ?? '';
}

/** Request ids go into the evidence; a hostile one must not fill it. */
const MAX_REQUEST_ID = 128;

/** Called by WeChat Pay through HTTP access: the signature is the only authority. */
export async function main(event: unknown): Promise<HttpReply> {
  const http = httpRequestOf(event);
  if (http === null) return jsonReply(400, { code: 'FAIL', message: '只接受 HTTP 访问' });
  if (http.path !== '/' && http.path !== '') return jsonReply(404, { code: 'FAIL', message: '没有这个地址' });
  try {
    const result = await receiveNotification(deps, http, {
      bodySha256: createHash('sha256').update(http.body).digest('hex'),
      requestId: header(http.headers, 'request-id').slice(0, MAX_REQUEST_ID),
    });
    switch (result.kind) {
      case 'received':
        return jsonReply(200, { code: 'SUCCESS', message: '成功' });
      case 'rejected':
        return jsonReply(STATUS[result.stage], { code: 'FAIL', message: MESSAGE[result.stage] });
      case 'notOurs':
        return jsonReply(409, { code: 'FAIL', message: '订单不存在或内容不一致' });
    }
  } catch (error) {
    deps.log.error('pay-notify.failed', error);
    return jsonReply(500, { code: 'FAIL', message: '暂时无法处理，请稍后重发' });
  }
}
