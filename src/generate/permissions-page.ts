import { factsOf, type Rule } from '../engine/rule.ts';
import { referenceOf, reporting, resourceKindOf } from '../lambda/action-resources.ts';
import { actionsOf, functionRole } from '../lambda/role.ts';
import { codeList, table } from './markdown.ts';

const place = { partition: '<partition>', account: '<account>', region: '<region>', logGroup: '<log group>' };

/** What the role of each rule's function allows, and why where it cannot be narrower. */
export function permissionsPage(rules: readonly Rule[]): string {
  return [
    '# Permissions',
    'Each rule is one AWS Lambda function with a role of its own, made from what the facts of the rule declare. All of them are read-only: what a function ' +
      'can change are its evaluations in AWS Config (`config:PutEvaluations`) and its own log (`logs:CreateLogStream`, `logs:PutLogEvents`). None may read ' +
      'a log record, an object, a prompt or a response, or use a key.',
    '`<partition>`, `<account>` and `<region>` are those of the function. Its log group is made by the deployment: no function may make one. Nor may one read ' +
      'the history of configuration items: every rule reads what is true now.',
    'Only AWS Lambda may take on a role:',
    ['```json', JSON.stringify(trustOf(rules), null, 2), '```'].join('\n'),
    ...rules.map(ruleSection),
    '## Actions on everything',
    'IAM takes only `*` as the resource of these actions.',
    table(
      ['Action', 'Why', 'Source'],
      unscopedActions(rules).map(({ action, why }) => [`\`${action}\``, why, `[reference](${referenceOf(action)})`]),
    ),
  ].join('\n\n');
}

function trustOf([rule]: readonly Rule[]): object {
  return rule ? functionRole(rule, place).trust : {};
}

function ruleSection(rule: Rule): string {
  const rows = functionRole(rule, place).permissions.Statement.map(({ Sid, Action, Resource }) => [
    Sid,
    codeList(Action),
    codeList(Resource),
    codeList(factsThatNeed(rule, Sid, Action)) || 'every function',
  ]);
  return `## [\`${rule.id}\`](rules/${rule.id}.md)\n\n${table(['Statement', 'Actions', 'Resources', 'For'], rows)}`;
}

/** The facts a statement is there for; none when it is there for the adapter. */
function factsThatNeed(rule: Rule, name: string, actions: readonly string[]): string[] {
  const needed = actions.filter((action) => actionsOf(rule).includes(action) && name === `Read${resourceKindOf(action).name}`);
  return factsOf(rule)
    .filter((fact) => fact.actions.some((action) => needed.includes(action)))
    .map(({ id }) => id);
}

function unscopedActions(rules: readonly Rule[]): { action: string; why: string }[] {
  const read = [...new Set(rules.flatMap(actionsOf))].sort().flatMap((action) => {
    const { whyAny } = resourceKindOf(action);
    return whyAny === undefined ? [] : [{ action, why: whyAny }];
  });
  return [...read, { action: 'config:PutEvaluations', why: reporting.whyAny }];
}
