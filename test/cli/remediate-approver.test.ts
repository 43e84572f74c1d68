import { expect, it } from 'vitest';
import { isApprover } from '../../src/cli/remediate/approval.ts';

const user = 'arn:aws:iam::111122223333:user/team/ann';
const session = 'arn:aws:sts::111122223333:assumed-role/Fixer/bedrock-logging';

it.each([
  [user, 'ann', true],
  [user, user, true],
  [user, 'bob', false],
  [user, 'team/ann', false],
  [user, 'arn:aws:iam::444455556666:user/team/ann', false],
  [user, 'arn:aws:iam::111122223333:role/ann', false],
  [session, 'arn:aws:iam::111122223333:role/Fixer', true],
  [session, 'arn:aws:iam::111122223333:role/path/to/Fixer', true],
  [session, session, true],
  [session, 'arn:aws:sts::111122223333:assumed-role/Fixer/other', false],
  [session, 'arn:aws:iam::111122223333:role/Fixer2', false],
  [session, 'arn:aws:iam::444455556666:role/Fixer', false],
  [session, 'arn:aws:iam::111122223333:user/Fixer', false],
  [session, 'Fixer', false],
  [session, 'bedrock-logging', false],
  ['arn:aws:iam::111122223333:root', 'root', false],
])('%s as %s: %s', (principal, approver, is) => {
  expect(isApprover(principal, ['nobody', approver])).toBe(is);
});
