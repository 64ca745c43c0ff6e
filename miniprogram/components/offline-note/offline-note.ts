import { onNetwork } from '../../platform/network';

/** How each note stops following the network. */
const following = new WeakMap<object, () => void>();

/** Says at the top of the page that there is no network, for as long as that is so. */
Component({
  data: { offline: false },

  lifetimes: {
    attached() {
      following.set(
        this,
        onNetwork((online) => {
          if (this.data.offline === online) this.setData({ offline: !online });
        }),
      );
    },
    detached() {
      following.get(this)?.();
    },
  },
});
