import type { AddressView } from '../../miniprogram/contract/address';
import { fen } from '../../miniprogram/contract/money';
import type { QuoteView, WantedLine } from '../../miniprogram/contract/quote';
import { defaultAddress } from '../core/address/address-book';
import { NO_PICTURE } from '../core/catalogue/product';
import { multiplyMoney } from '../core/money';
import { quoteOrder } from '../core/pricing/quote';
import type { Quote } from '../core/pricing/quote';
import { payWithinMsOf } from '../core/shop/settings-draft';
import { mergeLines } from '../core/stock/stock';
import type { Store } from '../ports/store';
import { settingsOf } from './shop-settings';

/** What an order would cost, the address it would go to, and both as the phone shows them; or why not. */
export type QuotedWish =
  | {
      readonly kind: 'quoted';
      readonly quote: Quote;
      readonly address: AddressView | null;
      readonly view: QuoteView;
      /** How long an order placed now would wait for its payment. */
      readonly payWithinMs: number;
    }
  | {
      readonly kind: 'refused';
      readonly refusal: 'INVALID_PARAMS' | 'ADDRESS_NOT_FOUND' | 'ORDER_TOTAL_TOO_LARGE';
    };

function waysOut(wanted: readonly WantedLine[], { unavailable }: Quote): QuoteView['waysOut'] {
  const most = new Map(unavailable.map(({ skuId, maxQuantity }) => [skuId, maxQuantity]));
  const merged = mergeLines(wanted);
  return {
    without: merged.filter(({ skuId }) => !most.has(skuId)),
    reduced: merged
      .map(({ skuId, quantity }) => ({ skuId, quantity: most.get(skuId) ?? quantity }))
      .filter(({ quantity }) => quantity > 0),
  };
}

function quoteView(
  wanted: readonly WantedLine[],
  quote: Quote,
  shown: Pick<QuoteView, 'address' | 'messageTemplates'>,
): QuoteView {
  return {
    lines: quote.lines.map(({ picture = NO_PICTURE, ...line }) => ({
      ...line,
      picture,
      lineTotal: multiplyMoney(line.unitPrice, line.quantity),
    })),
    unavailable: quote.unavailable.map(({ sku, ...line }) => ({
      ...line,
      title: sku?.title ?? '',
      specification: sku?.specification ?? '',
      ...(sku?.picture !== undefined && { picture: sku.picture }),
    })),
    waysOut: waysOut(wanted, quote),
    goodsTotal: quote.goodsTotal,
    freight: quote.freight,
    freightNote: quote.freightNote,
    discount: fen(0),
    payable: quote.total,
    ...shown,
  };
}

/** Prices a wish for one's own address, or for the default one. Reserves and writes nothing. */
export async function quoteWish(
  { store }: { readonly store: Store },
  wish: {
    readonly openid: string;
    readonly lines: readonly WantedLine[];
    readonly addressId?: string | undefined;
  },
): Promise<QuotedWish> {
  const { openid, lines, addressId } = wish;
  const [settings, book, offers] = await Promise.all([
    settingsOf(store),
    store.readAddressBook(openid),
    store.findOffers([...new Set(lines.map(({ skuId }) => skuId))]),
  ]);
  const address =
    addressId === undefined
      ? defaultAddress(book)
      : (book.addresses.find((one) => one.addressId === addressId) ?? null);
  if (addressId !== undefined && address === null) return { kind: 'refused', refusal: 'ADDRESS_NOT_FOUND' };
  const province = address?.province ?? null;
  const quoting = quoteOrder({ wanted: lines, offers, rule: settings.freight, province });
  if (quoting.kind === 'refused') return quoting;
  const { messageTemplates = [] } = settings;
  const view = quoteView(lines, quoting.quote, { address, messageTemplates });
  return { ...quoting, address, view, payWithinMs: payWithinMsOf(settings) };
}
