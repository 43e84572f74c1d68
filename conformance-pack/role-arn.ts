import type { Partition } from './partition.ts';

/** Where a template is deployed to, as far as the roles of its remediations depend on it: through AWS Config as a pack, or through CloudFormation as a stack. */
export type RemediationPlace = PackPlace | 'stack';

interface PackPlace {
  readonly partition: Partition;
  /** The account in the ARNs of roles. In an organisation's pack the management account, in whose place AWS Config puts each member (U-02). */
  readonly account: string;
}

/**
 * The ARN of a role. In a pack it is written out, because AWS Config takes no function there; a stack has CloudFormation put in its own account.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/cpack-prerequisites.html
 */
export function roleArn(role: string, place: RemediationPlace): unknown {
  if (place === 'stack') return { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${role}` };
  return `arn:${place.partition}:iam::${place.account}:role/${role}`;
}
