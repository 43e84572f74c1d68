import { absentOn } from './absent.ts';
import { parseArn } from '../policy/arn.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';

const iamRoleSchema = {
  type: 'object',
  required: ['arn'],
  additionalProperties: false,
  properties: { arn: { type: 'string', minLength: 1 } },
} as const satisfies JSONSchema;

export type IamRole = FromSchema<typeof iamRoleSchema>;

/**
 * The role of exactly this ARN, path included; absent when the account has none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
export const iamRole: Fact<IamRole> = {
  id: 'iam-role',
  about: 'the role',
  reach: 'account',
  actions: ['iam:GetRole'],
  calls: ['iam:GetRole'],
  schema: iamRoleSchema,
  async read(aws, _scope, arn) {
    const RoleName = parseArn(arn)?.resource.split('/').at(-1);
    if (!RoleName) return undefined;
    const answer = await absentOn(['NoSuchEntity', 'NoSuchEntityException'], (await aws.iam()).getRole({ RoleName }));
    if (!answer) return undefined;
    const { Arn = '' } = answer.Role ?? {};
    demand(parseArn(Arn)?.service === 'iam', 'ARN of the role');
    return Arn === arn ? { arn } : undefined;
  },
};
