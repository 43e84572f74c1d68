import type { OrganizationConformancePackDetailedStatus } from '@aws-sdk/client-config-service';

/**
 * How far an account is: its rules are those of the pack; AWS Config is at work; the pack came before what it refers to, so that another try may do; or it
 * failed for a reason that no other try mends.
 */
export type Standing = 'current' | 'moving' | 'early' | 'failed';

/**
 * What AWS says where functions, exports, roles or documents are not there yet. U-31: the texts.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html
 */
const notThereYet: readonly RegExp[] = [
  /no export named .*-function-arn/i,
  /lambda function\b.*\b(cannot be invoked|cannot be found|not found|does(n't| not) exist)/i,
  /\brole\b.*\b(cannot be assumed|cannot be found|not found|does(n't| not) exist)/i,
  /\bdocument\b.*\b(cannot be found|not found|does(n't| not) exist)/i,
  /\bInvalidDocument\b/,
];

/**
 * How far an account is, by what AWS Config says of it.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePackDetailedStatus.html
 */
export function standingOf({
  Status,
  ErrorCode = '',
  ErrorMessage = '',
}: Pick<OrganizationConformancePackDetailedStatus, 'Status' | 'ErrorCode' | 'ErrorMessage'>): Standing {
  if (Status === 'CREATE_SUCCESSFUL' || Status === 'UPDATE_SUCCESSFUL' || Status === 'DELETE_SUCCESSFUL') return 'current';
  if (Status?.endsWith('_IN_PROGRESS') === true) return 'moving';
  if (Status !== 'CREATE_FAILED' && Status !== 'UPDATE_FAILED') return 'failed';
  const text = `${ErrorCode}: ${ErrorMessage}`;
  return notThereYet.some((pattern) => pattern.test(text)) ? 'early' : 'failed';
}
