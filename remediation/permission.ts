/**
 * What a role may do. `${AWS::Partition}` and `${AWS::AccountId}` stand for those of the account, as in `Fn::Sub` of CloudFormation; a role serves every
 * Region of its account.
 */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** What for, as a phrase. */
  readonly to: string;
}

/** The buckets of the account: what stands in the logging configuration is not known before it is read. */
export const ownBuckets = {
  resources: ['arn:${AWS::Partition}:s3:::*'],
  condition: { StringEquals: { 'aws:ResourceAccount': '${AWS::AccountId}' } },
} as const;

/** What every runbook that resolves a destination needs. */
export const readsLoggingConfiguration: Permission = {
  to: 'read the logging configuration',
  actions: ['bedrock:GetModelInvocationLoggingConfiguration'],
  resources: ['*'],
};

/** The policy of a role with these permissions, its placeholders still in place. */
export const policyOf = (permissions: readonly Permission[]): object => ({
  Version: '2012-10-17',
  Statement: permissions.map(({ actions, resources, condition }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  })),
});
