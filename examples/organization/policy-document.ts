type Texts = string | readonly string[];

/** A statement of a policy, as people write it. */
export interface SampleStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, Texts>>;
  readonly Action: Texts;
  readonly Resource?: Texts;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts>>>>;
}

/** A policy as JSON. */
export const policy = (...Statement: readonly SampleStatement[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

/** What somebody may do, for policies of users, groups and roles. */
export const allow = (Action: Texts, Resource: Texts, more: Partial<SampleStatement> = {}): SampleStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

/** A trust policy by which an AWS service takes on a role. */
export const trustOfService = (Service: string): string => policy({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' });

/** A trust policy by which an account, a user or a role takes on a role. */
export const trustOf = (AWS: string, Condition?: SampleStatement['Condition']): string =>
  policy({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...(Condition && { Condition }) });

/** ARN that stands for an account as a whole. */
export const root = (account: string): string => `arn:aws:iam::${account}:root`;
