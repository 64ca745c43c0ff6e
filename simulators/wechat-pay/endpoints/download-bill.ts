import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { billChunks } from '../bills/bill-file';
import { altered, cutShort } from '../bills/spoil-file';
import { faultOf } from '../faults/fault';
import type { FaultSpec } from '../faults/fault';
import { refused } from '../protocol/answer';
import type { ApiAnswer } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

const DOWNLOAD = { name: 'bills.download', method: 'GET', family: 'general', handle: downloadBill } as const;

/** Documents and files in the wild name both paths. */
export const downloadBillEndpoints: readonly Endpoint[] = [
  { ...DOWNLOAD, path: '/v3/billdownload/file' },
  { ...DOWNLOAD, path: '/v3/billdownload/downloadurl' },
];

function downloadBill(request: ApiRequest, world: World, faults: readonly FaultSpec[]): ApiAnswer {
  const { ledger, clock, keys } = world;
  const order = ledger.books.billTokens.find(request.query('token') ?? '', clock.nowMs());
  if (order === undefined) return refused(400, 'INVALID_REQUEST', '账单下载地址无效或已过期，请重新申请账单');
  const chunks = billChunks(order, ledger, keys.mchid);
  const plain = Readable.from(faultOf(faults, 'alteredFile') === undefined ? chunks : altered(chunks));
  // A client that goes away in the middle is no error of ours.
  const packed = order.gzip ? pipeline(plain, createGzip(), () => undefined) : plain;
  const cut = faultOf(faults, 'cutFile');
  return {
    kind: 'file',
    status: 200,
    contentType: order.gzip ? 'application/x-gzip' : 'text/plain; charset=utf-8',
    content: cut === undefined ? packed : Readable.from(cutShort(packed, cut.bytes)),
  };
}
