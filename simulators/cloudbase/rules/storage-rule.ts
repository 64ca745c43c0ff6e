import type { RuleFacts } from './rule-expression';
import { ruleOf } from './rule-expression';

/** A security rule as the console takes it: what phones may do; functions may everything. What is left out is refused. */
export type SecurityRule = {
  readonly read?: boolean | string | undefined;
  readonly write?: boolean | string | undefined;
};

/** What a new environment allows: all read, and a file's creator writes. */
const OF_A_NEW_ENVIRONMENT: SecurityRule = { read: true, write: 'resource.openid == auth.openid' };

/** Whether a phone may read, or write, a file. */
export type StorageRule = {
  readonly read: (facts: RuleFacts) => boolean;
  readonly write: (facts: RuleFacts) => boolean;
};

/** Compiles a rule of the storage; without one, that of a new environment. Throws EMULATOR_UNSUPPORTED. */
export function storageRule(given: SecurityRule = OF_A_NEW_ENVIRONMENT): StorageRule {
  return { read: ruleOf(given.read ?? false), write: ruleOf(given.write ?? false) };
}
