import { TAB_PAGES, type TabPage } from '../contract/routes';
import { openPage } from '../platform/navigation';
import { badgeOf, cart } from '../stores/cart';
import { isStaff, session } from '../stores/session';

interface Tab {
  readonly name: TabPage;
  readonly text: string;
  readonly icon: string;
  readonly currentIcon: string;
}

const TABS: readonly Tab[] = [
  { name: 'home', text: '首页', icon: 'home', currentIcon: 'home-filled' },
  { name: 'category', text: '分类', icon: 'app', currentIcon: 'app-filled' },
  { name: 'cart', text: '购物车', icon: 'cart', currentIcon: 'cart-filled' },
  { name: 'mine', text: '我的', icon: 'user', currentIcon: 'user-filled' },
  { name: 'desk', text: '店务', icon: 'store', currentIcon: 'store-filled' },
];

/** What a shopper sees; the desk is for the merchant's staff. */
const SHOPPER_TABS = TABS.filter(({ name }) => name !== 'desk');

/** How each bar on the stack stops listening; every tab page has a bar of its own. */
const listening = new WeakMap<object, readonly (() => void)[]>();

Component({
  data: { tabs: SHOPPER_TABS, current: 'home', badge: '' },

  lifetimes: {
    attached() {
      listening.set(this, [
        session.subscribe((state) => this.setData({ tabs: isStaff(state) ? [...TABS] : SHOPPER_TABS })),
        cart.subscribe((state) => this.setData({ badge: badgeOf(state) })),
      ]);
    },
    detached() {
      for (const stop of listening.get(this) ?? []) stop();
      listening.delete(this);
    },
  },

  methods: {
    onTab({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { name: string }>) {
      const name = TAB_PAGES.find((tab) => tab === currentTarget.dataset.name);
      if (name !== undefined && name !== this.data.current) void openPage(name, {});
    },
  },
});
