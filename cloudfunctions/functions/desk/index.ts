import type { Reply } from '../../../miniprogram/contract/call';
import type { DeskRefusal } from '../../../miniprogram/contract/desk';
import { answerCall } from '../../main/answer-call';
import { wireShop } from '../../main/wire';
import { deskCounter } from './counter';

const counter = deskCounter(wireShop('desk'));

/** Called by the phones of the merchant's staff. */
export function main(event: unknown, context: unknown): Promise<Reply<unknown, DeskRefusal, unknown>> {
  return answerCall(counter, event, context);
}
