import { pascalCase } from '../remediation/pascal-case.ts';

/** The logical id of a rule in the template. */
export const ruleLogicalId = (rule: string): string => pascalCase(rule);

/** The logical id of a rule's remediation in the template. */
export const remediationLogicalId = (rule: string): string => `${pascalCase(rule)}Remediation`;

/** The export that holds the ARN of a rule's function, in every account and Region where the pack is. */
export const functionExport = (rule: string): string => `${rule}-function-arn`;

/** What the template calls a parameter of a rule. */
export const ruleParameterName = (rule: string, parameter: string): string =>
  pascalCase(rule).replace(/^Bedrock/, '') + capitalised(parameter);

/** What the template calls a parameter that several rules share. */
export const sharedParameterName = (parameter: string): string => capitalised(parameter);

/** What the template calls a parameter of a runbook. */
export const runbookParameterName = (runbook: string, parameter: string): string => pascalCase(runbook) + capitalised(parameter);

/** The condition that a parameter has a value. */
export const givenCondition = (parameter: string): string => `${parameter}IsGiven`;

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
