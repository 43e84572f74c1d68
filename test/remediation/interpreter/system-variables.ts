/** When and where an execution runs. */
export interface Surroundings {
  readonly account: string;
  readonly region: string;
  readonly executionId: string;
  readonly now: () => Date;
}

/**
 * Variables that Automation provides, by name. Times are those of the moment of use, in UTC.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html
 */
export const systemVariables: Readonly<Record<string, (surroundings: Surroundings) => string>> = {
  'global:ACCOUNT_ID': ({ account }) => account,
  'global:REGION': ({ region }) => region,
  'global:AWS_PARTITION': ({ region }) => partitionOf(region),
  'global:DATE': ({ now }) => now().toISOString().slice(0, 10),
  'global:DATE_TIME': ({ now }) => now().toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '.'),
  'automation:EXECUTION_ID': ({ executionId }) => executionId,
};

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
