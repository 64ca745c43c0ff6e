import type { BannerView, CategoryView } from '../../../miniprogram/contract/catalogue';
import type { AboutView } from '../../../miniprogram/contract/me';
import type { Money } from '../../../miniprogram/contract/money';
import type { MessageForm } from '../message/message';
import type { FreightRule } from '../pricing/freight';

/** What the merchant has set for the whole shop; one small document, read with the home page. */
export interface ShopSettings {
  readonly shopName: string;
  readonly notice: string;
  readonly banners: readonly BannerView[];
  /** In the order of the side bar. */
  readonly categories: readonly CategoryView[];
  readonly hotWords: readonly string[];
  readonly freight: FreightRule;
  /** How long an order waits for its payment; absent where the core's own time will do. */
  readonly payWithinMinutes?: number;
  /** Subscribe-message templates of an order; absent where the shop sends none. */
  readonly messageTemplates?: readonly string[];
  /** How those messages are made; a kind without a form is not sent. */
  readonly messageForms?: readonly MessageForm[];
  /** Refunds of one order beyond this sum need a second person; absent where one is enough. */
  readonly secondApprovalAbove?: Money;
  /** The merchant's own name for the store at WeChat Pay, told with every payment by code; at most 32 letters. */
  readonly storeId?: string;
  readonly about: Omit<AboutView, 'shopName'>;
}
