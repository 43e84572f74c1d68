import type { Rule } from '../src/engine/rule.ts';
import { actionsOf } from '../src/lambda/role.ts';

/** What a function may have. */
interface FunctionSize {
  /** In MB. */
  readonly memory: number;
  /** In seconds. */
  readonly timeout: number;
}

/** Pages of a large account's IAM take this long to come, and this much to hold; `npm run test:runtime` judges 10,000 roles in it. */
const ofReaders: FunctionSize = { memory: 512, timeout: 300 };

const ofOthers: FunctionSize = { memory: 256, timeout: 60 };

/** What the function of a rule needs. */
export const functionSizeOf = (rule: Rule): FunctionSize =>
  actionsOf(rule).includes('iam:GetAccountAuthorizationDetails') ? ofReaders : ofOthers;
