import { onPrivacyQuestion, openPrivacyContract, type PrivacyAnswer } from '../../platform/privacy';

type Give = (answer: PrivacyAnswer) => void;

/** The answers each sheet still owes; two interfaces may wait for one question. */
const waiting = new WeakMap<object, Give[]>();

/** Asks for the privacy agreement when an interface on its page needs it. Place it once in a page that uses one. */
Component({
  data: { asked: false },

  lifetimes: {
    attached() {
      waiting.set(this, []);
      this.listen();
    },
    detached() {
      this.answer({ event: 'disagree' });
    },
  },

  pageLifetimes: {
    show() {
      // The phone keeps one listener: the page in front takes it back.
      this.listen();
    },
  },

  methods: {
    listen() {
      onPrivacyQuestion((give) => {
        waiting.get(this)?.push(give);
        this.setData({ asked: true });
      });
    },

    answer(given: PrivacyAnswer) {
      for (const give of waiting.get(this)?.splice(0) ?? []) give(given);
      this.setData({ asked: false });
    },

    onRead() {
      openPrivacyContract();
    },

    onAgree() {
      this.answer({ event: 'agree', button: 'agree-privacy' });
    },

    onDisagree() {
      this.answer({ event: 'disagree' });
    },
  },
});
