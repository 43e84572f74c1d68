import { factsOf, type Rule } from '../engine/rule.ts';
import { resourceKindOf, reporting, type Place, type ResourceKind } from './action-resources.ts';
import { exemptionsPath, parametersPath } from './settings.ts';

/** Where a function runs and writes its logs. */
export interface FunctionPlace extends Place {
  /** Name of the function's own log group, which the deployment makes: the function may not. */
  readonly logGroup: string;
}

/** What a function may do. */
interface PermissionStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** The IAM role of a function, as plain JSON. */
export interface FunctionRole {
  readonly permissions: { readonly Version: '2012-10-17'; readonly Statement: readonly PermissionStatement[] };
  readonly trust: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly {
      readonly Effect: 'Allow';
      readonly Principal: { readonly Service: string };
      readonly Action: string;
      readonly Condition: { readonly StringEquals: { readonly 'aws:SourceAccount': string } };
    }[];
  };
}

/**
 * The least the function of a rule needs: the actions of its facts, reporting, its parameters and exemptions, and its own logs. The only things it can
 * change are its evaluations and its logs.
 *
 * @throws Error when a fact declares an action whose resources nobody has looked up
 */
export function functionRole(rule: Rule, place: FunctionPlace): FunctionRole {
  return {
    permissions: { Version: '2012-10-17', Statement: [...factStatements(rule, place), ...ownStatements(rule, place)] },
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
          // U-10: that AWS Lambda names the account of the function.
          Condition: { StringEquals: { 'aws:SourceAccount': place.account } },
        },
      ],
    },
  };
}

/** The actions of a rule's facts, each once, in order. */
export const actionsOf = (rule: Rule): readonly string[] => [...new Set(factsOf(rule).flatMap(({ actions }) => actions))].sort();

function factStatements(rule: Rule, place: Place): PermissionStatement[] {
  const byKind = new Map<string, { kind: ResourceKind; actions: string[] }>();
  for (const action of actionsOf(rule)) {
    const kind = resourceKindOf(action);
    const known = byKind.get(kind.name) ?? { kind, actions: [] };
    byKind.set(kind.name, { kind, actions: [...known.actions, action] });
  }
  return [...byKind.values()].map(({ kind, actions }) => allow(`Read${kind.name}`, actions, [kind.arn(place)]));
}

/**
 * What every function needs besides its facts. Permission for a path of parameters is permission for everything under it.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
function ownStatements(rule: Rule, place: FunctionPlace): PermissionStatement[] {
  const here = (service: string, resource: string) => `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
  return [
    allow('ReportResults', ['config:PutEvaluations'], [reporting.arn(place)]),
    // The id of the AWS Config rule is given when the rule is made, after the role.
    allow('ReadEarlierResults', ['config:GetComplianceDetailsByConfigRule'], [here('config', 'config-rule/*')]),
    allow(
      'ReadSettings',
      ['ssm:GetParametersByPath'],
      [here('ssm', `parameter${parametersPath(rule)}`), here('ssm', `parameter${exemptionsPath}`)],
    ),
    allow('WriteOwnLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [here('logs', `log-group:${place.logGroup}:log-stream:*`)]),
  ];
}

const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): PermissionStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});
