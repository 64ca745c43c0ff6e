const Sequencer = require('@jest/test-sequencer').default;

/** Where the suites are that take half a minute and more: begun last, one of them would run alone at the end. */
const SLOW = [/\/test\/scenarios\//, /\/test\/e2e\//, /\/test\/simulators\/phone\//];

function rank({ path }) {
  const found = SLOW.findIndex((folder) => folder.test(path.replaceAll('\\', '/')));
  return found === -1 ? SLOW.length : found;
}

/** Starts slow suites first, also where no earlier run has left its times, as on a fresh checkout. */
class SlowFirstSequencer extends Sequencer {
  sort(tests) {
    // With the times of an earlier run jest knows better.
    const sorted = super.sort(tests);
    if (sorted.every(({ duration }) => duration !== undefined)) return sorted;
    return SlowFirstSequencer.slowFirst(sorted);
  }

  /** The same tests by where they are, otherwise in the order they have. */
  static slowFirst(tests) {
    return tests.toSorted((one, other) => rank(one) - rank(other));
  }
}

module.exports = SlowFirstSequencer;
