import type { Rule } from '../src/engine/rule.ts';
import { documentNameOf, resourceParameter, roleNameOf, roleParameter, type GivenParameter, type Runbook } from '../remediation/runbook.ts';
import { valueOf } from './conditional.ts';
import { ruleLogicalId, ruleParameterName, runbookParameterName } from './names.ts';
import { quotas } from './quotas.ts';
import { refuseMoreThan } from './refusals.ts';
import { roleArn, type RemediationPlace } from './role-arn.ts';
import type { RuleParameter } from './rule-parameters.ts';
import { ref, type PackParameter, type RemediationConfiguration } from './template.ts';

/** How often, and how soon after one another, AWS Config starts a runbook on the same resource by itself before it gives up. */
const attempts = { MaximumAutomaticAttempts: 3, RetryAttemptSeconds: 600 } as const;

/** Percentages: how many of the resources found at fault are worked on at a time, and how many may fail before the rest is left alone. */
const executionControls = { SsmControls: { ConcurrentExecutionRatePercentage: 10, ErrorPercentage: 20 } } as const;

/**
 * A runbook as AWS Config starts it for a rule.
 *
 * @param parameters those of the rule
 * @throws InvalidInput for more parameters than AWS Config takes
 */
export function remediationConfiguration(
  rule: Rule,
  runbook: Runbook,
  parameters: readonly RuleParameter[],
  place: RemediationPlace,
): RemediationConfiguration {
  const statically = (value: unknown) => ({ StaticValue: { Values: [value] } });
  const given = Object.entries(runbook.parameters).flatMap(([name, parameter]): [string, unknown][] => {
    if (!('sameAs' in parameter)) return [[name, valueOf(runbookParameterName(runbook.id, name), packParameterOf(parameter), statically)]];
    const own = parameters.find((one) => one.name === parameter.sameAs);
    return own ? [[name, valueOf(own.packName, own.packParameter, statically)]] : [];
  });
  const documentParameters = {
    [roleParameter]: statically(roleArn(roleNameOf(runbook), place)),
    [resourceParameter]: { ResourceValue: { Value: 'RESOURCE_ID' } },
    ...(Object.fromEntries(given) as RemediationConfiguration['Properties']['Parameters']),
  } as const;
  refuseMoreThan(quotas.remediationParameters, Object.keys(documentParameters).length, `parameters in the remediation of ${rule.id}`);
  return {
    Type: 'AWS::Config::RemediationConfiguration',
    DependsOn: ruleLogicalId(rule.id),
    Properties: {
      ConfigRuleName: rule.id,
      TargetType: 'SSM_DOCUMENT',
      TargetId: documentNameOf(runbook),
      Parameters: documentParameters,
      ExecutionControls: executionControls,
      Automatic: ref(automaticParameterName(rule)),
      ...attempts,
    },
  };
}

const automaticParameterName = ({ id }: Rule): string => ruleParameterName(id, 'automaticRemediation');

/** The parameters of the pack that a rule's remediation brings, by name. */
export function remediationParameters(rule: Rule, runbook: Runbook): Record<string, PackParameter> {
  const given = Object.entries(runbook.parameters).flatMap(([name, parameter]): [string, PackParameter][] =>
    'sameAs' in parameter ? [] : [[runbookParameterName(runbook.id, name), packParameterOf(parameter)]],
  );
  return {
    [automaticParameterName(rule)]: {
      Type: 'String',
      Default: String(runbook.isAutomatic),
      Description: `Whether AWS Config may ${runbook.title} by itself, without being asked.`,
      AllowedValues: ['true', 'false'],
    },
    ...Object.fromEntries(given),
  };
}

function packParameterOf({ description, default: Default, allowedValues, allowedPattern }: GivenParameter): PackParameter {
  return {
    Type: 'String',
    Default,
    Description: description,
    ...(allowedValues ? { AllowedValues: allowedValues } : { MaxLength: quotas.staticValue }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
  };
}
