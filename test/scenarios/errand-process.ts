import { collectByCode } from '../../cloudfunctions/usecases/collect-by-code';
import { refundOrder } from '../../cloudfunctions/usecases/refund-order';
import { sendRefund } from '../../cloudfunctions/usecases/send-refund';
import type { Errand } from './errand';
import { wireUseCases } from './use-case-deps';

/** `errand-process.ts ERRAND`: does one errand of the desk with the settings of a function, then ends. */
async function main(): Promise<void> {
  const { offsetMs, errand } = JSON.parse(process.argv[2] ?? '') as { offsetMs: number; errand: Errand };
  const settings = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const silent = () => undefined;
  const { deps } = wireUseCases(settings, {
    clock: { nowMs: () => Date.now() + offsetMs },
    log: { info: silent, warn: silent, error: silent },
  });
  if (errand.kind === 'collect') return void (await collectByCode(deps, errand.wish));
  const result = await refundOrder(deps, errand.wish);
  if (result.kind === 'refused') throw new Error(result.refusal);
  const { orderId, outRefundNo } = result.refund;
  if (errand.kind === 'refund') await sendRefund(deps, { orderId, outRefundNo });
}

main().then(
  () => process.exit(0),
  (cause: unknown) => {
    process.stderr.write(`${String(cause)}\n`);
    process.exit(1);
  },
);
