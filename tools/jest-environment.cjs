const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Node's environment for tests, but with a global object that is one. Jest's own stands behind an interceptor and a
 * proxy, through which every mention of `Object` or `process` goes, in libraries too: worlds of servers and databases
 * spend most of their time there.
 */
class PlainGlobalEnvironment extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }
}

module.exports = PlainGlobalEnvironment;
