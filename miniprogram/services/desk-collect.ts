import type { DeskCollectMethods } from '../contract/desk-collect';
import { callDesk, type DeskEnd } from './desk';

/** Collects with a scanned payment code. A repeat with the same `clientToken` only asks. */
export function collectByCode(
  params: DeskCollectMethods['collect.byCode']['params'],
): Promise<DeskEnd<'collect.byCode'>> {
  return callDesk('collect.byCode', params);
}

/** Begins a collection whose code the payer scans. A repeat with the same `clientToken` is the same one. */
export function collectByQr(
  params: DeskCollectMethods['collect.byQr']['params'],
): Promise<DeskEnd<'collect.byQr'>> {
  return callDesk('collect.byQr', params);
}

/** How a collection stands now. */
export function checkCollection(orderId: string): Promise<DeskEnd<'collect.check'>> {
  return callDesk('collect.check', { orderId });
}

/** Takes a collection back. Safe to repeat. */
export function voidCollection(orderId: string): Promise<DeskEnd<'collect.void'>> {
  return callDesk('collect.void', { orderId });
}

/** One day at the counter; without `day` today. */
export function listCollections(
  params: DeskCollectMethods['collect.list']['params'],
): Promise<DeskEnd<'collect.list'>> {
  return callDesk('collect.list', params);
}
