import type {
  BillCopy,
  BillFold,
  BillOutcome,
  BillReading,
  BillRequest,
  Bills,
  ReadyBill,
} from '../../../ports/bills';
import type { Outcome } from '../../../ports/payment-gateway';
import { assertGatewayConfig } from '../check-config';
import type { WechatPayConfig } from '../config';
import { USER_AGENT, type VerifiedReply } from '../exchange';
import { createLine, type LineDeps } from '../line';
import { billAddress } from './address';
import { applyPath, readApplied, readyAtMs } from './apply';
import type { BillFormat } from './bill-format';
import { digestBill } from './digest';
import { downloadBill, type Download } from './download';
import { copied, MAX_BILL_BYTES, readKeptTrades } from './kept-bill';
import { FUND_FLOW_FORMAT } from './fund-flow-bill';
import { tradeBillFormat } from './trade-bill';

/** An address is good for 5 minutes; one that is about to expire is not tried. Source: page 4013071238. */
const ADDRESS_LIFE_MS = 4.5 * 60 * 1000;

/** How long a sender may pause. Longer than for other calls: large files are fetched from behind. */
const PAUSE_MS = 20_000;

const NO_SUCH_DAY: BillOutcome<never> = {
  kind: 'refused',
  refusal: { reason: 'parameter', advice: 'fix', code: 'BILL_DATE', httpStatus: 0 },
  requestId: '',
  bodySha256: null,
};

type Fetched = Download | { readonly kind: 'stray' };

/** Signs and sends, both ways there are. */
function createCalls(config: WechatPayConfig, deps: LineDeps) {
  const { ring, signer, freshness, exchange } = createLine(config, deps);
  const hosts = [config.baseUrl, ...(config.backupBaseUrl === undefined ? [] : [config.backupBaseUrl])].map(
    (url) => new URL(url),
  );
  return {
    ask: (path: string): Promise<Outcome<VerifiedReply>> =>
      exchange({ operation: 'query', method: 'GET', path, body: '' }),
    fetch: (downloadUrl: string): Promise<Fetched> => {
      const address = billAddress(downloadUrl, hosts);
      if (address === null) return Promise.resolve({ kind: 'stray' });
      const headers = {
        // Without Accept-Encoding: how the file is packed is asked for in the request for it.
        Accept: '*/*',
        'User-Agent': USER_AGENT,
        ...(ring.requestSerial === '' ? {} : { 'Wechatpay-Serial': ring.requestSerial }),
        Authorization: signer.authorization({ method: 'GET', path: address.path, body: '' }, freshness()),
      };
      return downloadBill(address, headers, config.timeoutMs ?? PAUSE_MS);
    },
  };
}

function isStale(fetched: Fetched): boolean {
  return fetched.kind === 'refused' && fetched.stale;
}

interface Reader<Row, Value> {
  readonly fold: BillFold<Row, Value>;
  readonly copy: BillCopy | undefined;
}

/** Reads what was fetched and lets go of it, however that ends. */
async function digest<Row, Summary extends object, Value>(
  fetched: Fetched,
  { hash }: ReadyBill,
  format: BillFormat<Row, Summary>,
  { fold, copy }: Reader<Row, Value>,
): Promise<BillReading<Value, Summary>> {
  if (fetched.kind === 'stray')
    return {
      kind: 'defective',
      defect: { stage: 'address', reason: 'its address names a host that is not in the settings' },
    };
  if (fetched.kind === 'refused')
    return { kind: 'refused', refusal: fetched.refusal, requestId: fetched.requestId };
  if (fetched.kind === 'unknown') return fetched;
  const { file } = fetched;
  try {
    const expected = { sha1: hash.value, maxBytes: MAX_BILL_BYTES };
    const result = await digestBill(copied(file.pieces, copy), expected, format, fold);
    if (result.kind !== 'broken') return result;
    if (file.timedOut())
      return { kind: 'unknown', cause: 'timeout', detail: 'the file stopped', requestId: file.requestId };
    const reason = `the connection ended early, after ${result.bytes} unpacked bytes`;
    return { kind: 'defective', defect: { stage: 'length', reason } };
  } finally {
    file.close();
  }
}

/**
 * Makes the reader of WeChat Pay's bills, for a direct merchant and for a service provider's sub-merchants. Connects to
 * nothing and parses no key until it is used. Sources: pages 4013071227, 4013071235, 4013071238, 4013071246, 4013071254.
 * @throws Error listing every problem of the settings that shows without parsing a key. A key that cannot be read
 * rejects the first call, before anything is sent.
 */
export function createWechatPayBills(config: WechatPayConfig, deps: LineDeps): Bills {
  assertGatewayConfig(config);
  const { clock } = deps;
  const calls = createCalls(config, deps);

  const apply = async <Request extends BillRequest>(request: Request): Promise<BillOutcome<Request>> => {
    const fromMs = readyAtMs(request.date);
    if (Number.isNaN(fromMs)) return NO_SUCH_DAY;
    if (clock.nowMs() < fromMs)
      return { kind: 'notYet', askAgainAtMs: fromMs, requestId: '', bodySha256: null };
    return readApplied(request, await calls.ask(applyPath(request)), clock.nowMs());
  };

  const read = async <Row, Summary extends object, Value>(
    bill: ReadyBill,
    format: BillFormat<Row, Summary>,
    reader: Reader<Row, Value>,
  ): Promise<BillReading<Value, Summary>> => {
    const fresh = clock.nowMs() - bill.givenAtMs < ADDRESS_LIFE_MS;
    const first = fresh ? await calls.fetch(bill.downloadUrl) : null;
    if (first !== null && !isStale(first)) return digest(first, bill, format, reader);
    const outcome = await apply(bill.request);
    if (outcome.kind !== 'ready') return { kind: 'notReady', outcome };
    return digest(await calls.fetch(outcome.bill.downloadUrl), outcome.bill, format, reader);
  };
  return {
    request: apply,
    readTrades: (bill, fold, copy) => read(bill, tradeBillFormat(bill.request.type), { fold, copy }),
    readFundFlow: (bill, fold, copy) => read(bill, FUND_FLOW_FORMAT, { fold, copy }),
    readKeptTrades,
  };
}
