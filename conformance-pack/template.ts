/** A template of a conformance pack: what of CloudFormation's language AWS Config takes. */
export interface PackTemplate {
  readonly Description: string;
  readonly Parameters: Readonly<Record<string, PackParameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, PackResource>>;
}

/** Values of parameters are texts, as in the packs that AWS publishes. */
export interface PackParameter {
  readonly Type: 'String';
  readonly Default: string;
  readonly Description: string;
  readonly AllowedValues?: readonly string[];
  readonly AllowedPattern?: string;
  readonly MaxLength?: number;
}

export type PackResource = ConfigRule | RemediationConfiguration;

export interface ConfigRule {
  readonly Type: 'AWS::Config::ConfigRule';
  readonly Properties: {
    readonly ConfigRuleName: string;
    readonly Description: string;
    readonly InputParameters: Readonly<Record<string, unknown>>;
    readonly Source: {
      readonly Owner: 'CUSTOM_LAMBDA';
      readonly SourceIdentifier: unknown;
      readonly SourceDetails: readonly {
        readonly EventSource: 'aws.config';
        readonly MessageType: 'ScheduledNotification';
        readonly MaximumExecutionFrequency: string;
      }[];
    };
  };
}

export interface RemediationConfiguration {
  readonly Type: 'AWS::Config::RemediationConfiguration';
  readonly DependsOn: string;
  readonly Properties: {
    readonly ConfigRuleName: string;
    readonly TargetType: 'SSM_DOCUMENT';
    readonly TargetId: string;
    readonly Parameters: Readonly<
      Record<string, { StaticValue: { Values: readonly unknown[] } } | { ResourceValue: { Value: 'RESOURCE_ID' } }>
    >;
    readonly ExecutionControls: {
      readonly SsmControls: { readonly ConcurrentExecutionRatePercentage: number; readonly ErrorPercentage: number };
    };
    readonly Automatic: unknown;
    readonly MaximumAutomaticAttempts: number;
    readonly RetryAttemptSeconds: number;
  };
}

/** The value of a parameter of the template. */
export const ref = (parameter: string): object => ({ Ref: parameter });
