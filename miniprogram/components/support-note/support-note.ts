import { supportCode } from '../../platform/log';

/** Says what to tell the shop's service where something did not work: the code under which this visit's log lines stand. */
Component({
  data: { code: '' },

  lifetimes: {
    attached() {
      this.setData({ code: supportCode() });
    },
  },
});
