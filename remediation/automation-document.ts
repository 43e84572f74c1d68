import type { Permission } from './permission.ts';
import type { Runbook } from './runbook.ts';

/** An SSM Automation document of schema version 0.3, and what its role may do. Scripts are named, and put in when it is rendered. */
export interface AutomationDocument {
  readonly runbook: Runbook;
  /** What it does and never does, for whoever opens it in the console. */
  readonly description: string;
  readonly parameters: Readonly<Record<string, DocumentParameter>>;
  readonly steps: readonly Step[];
  /** `step.output` each. */
  readonly outputs: readonly string[];
  readonly permissions: readonly Permission[];
}

export type DocumentParameter = {
  readonly type: 'String' | 'StringList' | 'Integer' | 'Boolean' | 'AWS::IAM::Role::Arn';
  readonly description: string;
  readonly default?: string | number | boolean | readonly string[];
} & ({ readonly allowedPattern: string } | { readonly allowedValues: readonly (string | number | boolean)[] });

/**
 * A step of a document.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
export interface Step {
  readonly name: string;
  readonly action:
    | 'aws:executeAwsApi'
    | 'aws:branch'
    | 'aws:assertAwsResourceProperty'
    | 'aws:waitForAwsResourceProperty'
    | 'aws:executeScript'
    | 'aws:approve'
    | 'aws:sleep';
  readonly description?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Files in `remediation/` whose texts, one after another, are the script. */
  readonly script?: readonly string[];
  readonly outputs?: readonly StepOutput[];
  readonly nextStep?: string;
  readonly isEnd?: boolean;
  readonly isCritical?: boolean;
  readonly onFailure?: string;
  readonly onCancel?: string;
  readonly maxAttempts?: number;
  readonly timeoutSeconds?: number;
}

export interface StepOutput {
  readonly Name: string;
  readonly Selector: string;
  readonly Type: 'String' | 'StringList' | 'Integer' | 'Boolean' | 'StringMap' | 'MapList';
}
