/** Version of the format; a file of another version is refused. */
export const organizationFileVersion = '1';

const accountId = { type: 'string', pattern: '^\\d{12}$' } as const;
const region = { type: 'string', pattern: '^[a-z]{2,4}(-[a-z]+)+-\\d$' } as const;
const list = <Items extends object>(items: Items) => ({ type: 'array', uniqueItems: true, items }) as const;
const byRule = <Value extends object>(value: Value) => ({ type: 'object', additionalProperties: value }) as const;

/** JSON Schema of the file that describes the organisation to deploy to. */
export const organizationFileSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'infra/organization.json: the organisation that the rules are deployed to',
  type: 'object',
  required: [
    'version',
    'organization',
    'managementAccount',
    'administratorAccount',
    'deploymentRoles',
    'homeRegion',
    'regions',
    'organizationalUnits',
  ],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    version: { const: organizationFileVersion },
    organization: { type: 'string', pattern: '^o-[a-z0-9]{10,32}$', description: 'Id of the organisation.' },
    partition: { enum: ['aws', 'aws-us-gov', 'aws-cn'], default: 'aws' },
    managementAccount: { ...accountId, description: 'Stands in the ARNs of remediation roles, where AWS Config puts each member.' },
    administratorAccount: {
      ...accountId,
      description: 'The member account from which everything is deployed: delegated administrator of StackSets and of AWS Config.',
    },
    deploymentRoles: {
      ...list({ type: 'string', pattern: '^arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/*-]+$' }),
      minItems: 1,
      description: 'ARNs of the roles of that account that deploy, with * as a wildcard. Nobody else may write what is deployed.',
    },
    homeRegion: { ...region, description: 'Where the StackSets are, and each account gets its roles from. One of regions.' },
    regions: {
      ...list(region),
      type: ['string', 'array'],
      pattern: '^all-bedrock-regions$',
      minItems: 1,
      description:
        'Regions to deploy to. all-bedrock-regions is every Region with Amazon Bedrock that no account has to opt in to; where accounts did, list the Regions.',
    },
    closedRegions: {
      ...list(region),
      default: [],
      description: 'Regions where nobody may use Amazon Bedrock, by a service control policy; nothing is deployed there.',
    },
    organizationalUnits: {
      ...list({ type: 'string', pattern: '^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$' }),
      minItems: 1,
      description: 'Whose accounts are deployed to: the root, or organisational units if rulesThrough is stacks.',
    },
    excludedAccounts: { ...list(accountId), maxItems: 999, default: [], description: 'Accounts that nothing is deployed to.' },
    managementAccountByHand: {
      type: 'boolean',
      default: false,
      description:
        'Whether somebody deploys the member templates to the management account, which StackSets pass over; then the pack has it too.',
    },
    rulesThrough: {
      enum: ['organization-pack', 'stacks'],
      default: 'organization-pack',
      description: 'How accounts get the rules: as a conformance pack of the organisation, or as a stack in each, which is no pack.',
    },
    rules: { ...list({ type: 'string' }), minItems: 1, description: 'Ids of the rules to deploy; left out, all of them.' },
    parameters: {
      ...byRule({ type: 'object' }),
      default: {},
      description: 'rule → parameter → value, as --parameters of the command line takes it.',
    },
    whenUnreadable: { enum: ['NON_COMPLIANT', 'FAIL'], default: 'NON_COMPLIANT' },
    remediation: {
      ...byRule({ enum: ['automatic', 'on-request', 'none'] }),
      default: {},
      description:
        'By rule: whether AWS Config starts its runbook by itself, only when it is asked to, or has none. Left out, what the runbook says of itself.',
    },
    runbooks: {
      ...byRule({ type: 'object', additionalProperties: { type: 'string', maxLength: 256 } }),
      default: {},
      description: 'runbook → parameter → value.',
    },
    exemptions: {
      type: 'string',
      minLength: 1,
      description: 'Path of a JSON file with a list of exemptions, from the folder of this one.',
    },
    functionLogs: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        retentionDays: { enum: [30, 60, 90, 120, 150, 180, 365, 400, 545, 731], default: 90 },
        key: {
          type: 'string',
          pattern: '^arn:aws[a-z-]*:kms:<region>:\\d{12}:key/mrk-[0-9a-f]{32}$',
          description:
            'Multi-Region key, with <region> in the place of the Region; left out, a key of AWS. Its policy must let CloudWatch Logs use it.',
        },
      },
    },
    permissionsBoundary: {
      type: 'string',
      pattern: '^[A-Za-z0-9+=,.@_-]{1,128}$',
      description: 'Name of a managed policy that is in every account, for the roles that are made.',
    },
    alertEmail: {
      type: 'string',
      pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
      maxLength: 320,
      description: 'Who is told where accounts are left without rules.',
    },
  },
} as const;

/** The file as it was written, its defaults put in. */
export interface OrganizationFile {
  readonly organization: string;
  readonly partition: 'aws' | 'aws-us-gov' | 'aws-cn';
  readonly managementAccount: string;
  readonly administratorAccount: string;
  readonly deploymentRoles: readonly string[];
  readonly homeRegion: string;
  readonly regions: 'all-bedrock-regions' | readonly string[];
  readonly closedRegions: readonly string[];
  readonly organizationalUnits: readonly string[];
  readonly excludedAccounts: readonly string[];
  readonly managementAccountByHand: boolean;
  readonly rulesThrough: 'organization-pack' | 'stacks';
  readonly rules?: readonly string[];
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly whenUnreadable: 'NON_COMPLIANT' | 'FAIL';
  readonly remediation: Readonly<Record<string, RemediationChoice>>;
  readonly runbooks: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly exemptions?: string;
  readonly functionLogs: { readonly retentionDays: number; readonly key?: string };
  readonly permissionsBoundary?: string;
  readonly alertEmail?: string;
}

/** Whether AWS Config starts a rule's runbook by itself, when it is asked to, or not at all. */
type RemediationChoice = 'automatic' | 'on-request' | 'none';
