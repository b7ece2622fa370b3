const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Orders files as Jest does, but unit tests last. Jest does not know how long a file takes that it has never run, and one that
 * takes long must not be the last: the other workers would have nothing to do meanwhile. Unit tests take about a second each.
 */
module.exports = class UnitTestsLast extends Sequencer {
  sort(tests) {
    const isUnit = ({ context }) => context.config.displayName?.name === 'unit';
    const sorted = super.sort(tests);
    return [...sorted.filter((test) => !isUnit(test)), ...sorted.filter(isUnit)];
  }
};
