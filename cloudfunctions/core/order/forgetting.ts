import type { Address } from '../../../miniprogram/contract/address';
import type { RefundRequest } from '../refund/refund-request';
import type { Order } from './order';

/** Stands in the place of a name that was deleted. */
const FORGOTTEN = '已注销';

/**
 * An order without the person: pseudonym for openid, no name, telephone, street, remark or note. Goods, money, province and
 * city stay, since books of trade must be kept. Payment attempts keep the payer, without whom no refund could be made.
 */
export function withoutPerson(order: Order, pseudonym: string): Order {
  return {
    ...order,
    openid: pseudonym,
    address: order.address && placeOnly(order.address),
    remark: '',
    note: null,
    hidden: true,
  };
}

/** Province and city. */
function placeOnly({ province, city }: Address): Address {
  return { name: FORGOTTEN, mobile: '', province, city, district: '', detail: '' };
}

/** A refund request without the person: amount, goods and reason stay, words and photos go. */
export function requestWithoutPerson(request: RefundRequest, pseudonym: string): RefundRequest {
  const decidedBy = request.decidedBy === request.openid ? pseudonym : request.decidedBy;
  return { ...request, openid: pseudonym, decidedBy, text: '', photos: [] };
}
