import { onNetwork } from '../../platform/network';

/** How each one stops following the network. */
const following = new WeakMap<object, () => void>();

/**
 * What stands where rows are missing: the slot's skeleton before the first, an empty list, a failure with a way to try
 * again, a page closed to this person with a way home, more on its way, the end. `phase` is a paged list's; `count` how
 * many rows are drawn above. Tells `retry`, on a tap or when the network is back, and `action` for the button of an
 * empty list.
 */
Component({
  properties: {
    phase: { type: String, value: 'first' },
    count: { type: Number, value: 0 },
    problem: { type: String, value: '' },
    emptyIcon: { type: String, value: 'search' },
    emptyText: { type: String, value: '这里还没有内容' },
    emptyHint: { type: String, value: '' },
    emptyAction: { type: String, value: '' },
    endText: { type: String, value: '已经到底了' },
  },

  lifetimes: {
    attached() {
      let away = false;
      following.set(
        this,
        onNetwork((online) => {
          if (online && away && this.data.phase === 'failed') this.onRetry();
          away = !online;
        }),
      );
    },
    detached() {
      following.get(this)?.();
    },
  },

  methods: {
    onRetry() {
      this.triggerEvent('retry');
    },
    onAction() {
      this.triggerEvent('action');
    },
  },
});
