import type { SeededDeployment } from './deployment.ts';

/** What GetModelInvocationLoggingConfiguration answers for an account that never set it. AWS answers `{}`. */
export type UnsetAnswer = '{}' | '{"loggingConfig":{}}' | '{"loggingConfig":null}';

/**
 * A failure to answer with, in the service's own wire format; the last four are answers no AWS service gives. `invalid` is the ValidationException of the
 * service, or what it has instead.
 */
export type FaultKind =
  'denied' | 'throttled' | 'server-error' | 'not-enabled' | 'expired' | 'invalid' | 'malformed' | 'wrong-type' | 'html' | 'empty-body';

/** Which calls fail. A member left out matches every call. */
export interface Fault {
  readonly fault: FaultKind;
  /** Botocore's name of the service: `s3`, `s3control`, `bedrock-agent`, `logs`, `cloudwatch`. */
  readonly service?: string;
  readonly operation?: string;
  /** The account that calls. */
  readonly account?: string;
  readonly region?: string;
  /** A part of the path, the query or the body. */
  readonly resource?: string;
  /** How many calls fail; every call when left out. */
  readonly times?: number;
}

/** What no API can create. Numbers say how many there are. */
export interface Seed {
  readonly account?: string;
  readonly region?: string;
  readonly customModels?: number;
  readonly importedModels?: number;
  readonly provisionedThroughputs?: number;
  readonly customModelDeployments?: number;
  readonly invocationJobs?: readonly { readonly status: string }[];
  readonly marketplaceEndpoints?: number;
  readonly applicationInferenceProfiles?: number;
  readonly agents?: number;
  readonly knowledgeBases?: number;
  readonly flows?: number;
  readonly foundationModels?: readonly string[];
  readonly systemInferenceProfiles?: readonly string[];
  /** Key id or ARN to key state. */
  readonly keyStates?: Readonly<Record<string, string>>;
  /** Key id or ARN to key spec. */
  readonly keySpecs?: Readonly<Record<string, string>>;
  /** Region to opt-in status, of the whole account. */
  readonly regionOptStatus?: Readonly<Record<string, string>>;
  /** Policies and roles as a page of GetAccountAuthorizationDetails has them. */
  readonly authorizationDetails?: unknown;
  readonly accessPoints?: readonly SeededAccessPoint[];
  /** An execution whose id is there already takes the place of the earlier one. */
  readonly automationExecutions?: readonly SeededAutomationExecution[];
  /** Rules of AWS Config, by their names or with more of what DescribeConfigRules answers. */
  readonly configRules?: readonly (string | SeededConfigRule)[];
  readonly configurationItems?: readonly SeededConfigurationItem[];
  readonly links?: readonly SeededLink[];
  readonly subscriptions?: readonly SeededSubscription[];
  readonly organization?: {
    readonly management: string;
    readonly accounts: readonly (string | { readonly id: string; readonly name?: string; readonly status?: string })[];
    readonly featureSet?: 'ALL' | 'CONSOLIDATED_BILLING';
  };
  readonly deployment?: SeededDeployment;
}

/** An execution of an Automation runbook as GetAutomationExecution answers it, its times as ISO 8601. */
export interface SeededAutomationExecution {
  /** 36 characters. */
  readonly executionId: string;
  readonly documentName: string;
  /** `Success`, `Failed`, `InProgress`, `Waiting` and so on. */
  readonly status: string;
  /** Left out, it is `1`. */
  readonly documentVersion?: string;
  /** Left out, the execution has just started. */
  readonly startTime?: string;
  readonly endTime?: string;
  readonly parameters?: Readonly<Record<string, readonly string[]>>;
  /** By `step.output`. */
  readonly outputs?: Readonly<Record<string, readonly string[]>>;
  readonly failureMessage?: string;
  readonly executedBy?: string;
  readonly parentExecutionId?: string;
  readonly currentStepName?: string;
  readonly currentAction?: string;
  readonly steps?: readonly SeededAutomationStep[];
}

/** A step of an execution. */
interface SeededAutomationStep {
  readonly name: string;
  /** `aws:executeScript` and so on. */
  readonly action: string;
  readonly status: string;
  readonly startTime?: string;
  readonly endTime?: string;
  /** By name, each as JSON. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, readonly string[]>>;
  readonly failureMessage?: string;
  readonly responseCode?: string;
  readonly stepExecutionId?: string;
}

/** A custom rule of AWS Config; one with a conformance pack's suffix belongs to the pack. */
interface SeededConfigRule {
  readonly configRuleName: string;
  /** JSON. */
  readonly inputParameters?: string;
  readonly createdBy?: string;
}

export interface SeededAccessPoint {
  readonly name: string;
  readonly bucket: string;
  readonly networkOrigin?: 'Internet' | 'VPC';
  /** What GetAccessPointPolicyStatus says; without it the policy decides. */
  readonly isPublic?: boolean;
  /** Members left out are true, as AWS sets them. */
  readonly publicAccessBlock?: Readonly<Record<string, boolean>>;
}

/** A link to the sink of a monitoring account. */
export interface SeededLink {
  readonly id?: string;
  readonly sinkArn: string;
  readonly resourceTypes: readonly string[];
  /** Left out, every log group is shared. */
  readonly logGroupFilter?: string;
}

/** A subscription filter of a log group that exists, with a destination that need not. */
interface SeededSubscription {
  readonly logGroup: string;
  readonly name: string;
  readonly destinationArn: string;
}

/** A configuration item as GetResourceConfigHistory answers it, its times as ISO 8601. */
export interface SeededConfigurationItem {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly configurationItemCaptureTime: string;
  readonly configurationItemStatus: string;
  readonly accountId?: string;
  readonly awsRegion?: string;
  readonly arn?: string;
  readonly resourceName?: string;
  readonly resourceCreationTime?: string;
  readonly version?: string;
  readonly configurationItemMD5Hash?: string;
  readonly configurationStateId?: string;
  /** JSON. */
  readonly configuration?: string;
  readonly relationships?: readonly { readonly resourceType: string; readonly resourceId: string; readonly relationshipName: string }[];
  readonly supplementaryConfiguration?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Which AWS Config rule. */
export interface ConfigRuleName {
  readonly account: string;
  readonly region: string;
  readonly configRuleName: string;
}

/** What was last reported of a resource to an AWS Config rule; AWS itself does not show what is not applicable. */
export interface ReportedResult extends ConfigRuleName {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';
  readonly Annotation?: string;
  /** ISO 8601. */
  readonly OrderingTimestamp: string;
}

/** One AWS call the emulator saw. */
export interface SeenCall {
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly status: number;
  /** What was asked, by the names of the service model. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly resource?: string;
  /** The IAM action it takes, `s3:PutEncryptionConfiguration`; left out where the emulator does not know it. */
  readonly action?: string;
  /** What it takes besides, as `kms:TagResource` for a key that is made with tags. */
  readonly furtherActions?: readonly string[];
}

/** An answer of moto's own that does not fit botocore's model of the service. */
export interface Violation {
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly problem: string;
}

interface Settings {
  paging: boolean;
  unset_answer: UnsetAnswer;
  region_redirect: boolean;
  new_bucket_defaults: boolean;
  bucket_regions: boolean;
  iam_enforcement: boolean;
  validate_delivery: boolean;
  failed_evaluations: readonly string[];
}

/** The steering wheel of a running emulator. */
export function emulatorControl(url: string) {
  const call = async <Answer>(method: string, endpoint: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${url}/test-control/${endpoint}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${endpoint}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const setting = async (change: Partial<Settings>): Promise<void> => {
    await call('POST', 'settings', change);
  };
  return {
    /** Forgets everything: moto's state, seeds, faults, settings, calls, violations. Credentials from AssumeRole end. */
    reset: async (): Promise<void> => {
      await call('POST', 'reset');
    },
    seed: async (seed: Seed): Promise<void> => {
      await call('POST', 'seed', seed);
    },
    /** Adds failures; the first that matches a call is answered. */
    faults: async (faults: readonly Fault[]): Promise<void> => {
      await call('POST', 'faults', faults);
    },
    clearFaults: async (): Promise<void> => {
      await call('DELETE', 'faults');
    },
    /** Makes an AWS Config rule, unless it is there, and hands out the token of one invocation of it. */
    resultToken: async (rule: ConfigRuleName): Promise<string> =>
      (await call<{ readonly resultToken: string }>('POST', 'config-rules', rule)).resultToken,
    /** What AWS Config rules hold, results that are not applicable included, in the order in which they were first reported. */
    reportedResults: () => call<readonly ReportedResult[]>('GET', 'config-results'),
    /** Ids of resources whose evaluations PutEvaluations answers in FailedEvaluations; none by default. */
    setFailedEvaluations: (ids: readonly string[]) => setting({ failed_evaluations: ids }),
    calls: () => call<readonly SeenCall[]>('GET', 'calls'),
    clearCalls: async (): Promise<void> => {
      await call('DELETE', 'calls');
    },
    violations: () => call<readonly Violation[]>('GET', 'violations'),
    /** Random page sizes and empty pages (the default), or pages as asked for. */
    setPaging: (isRandom: boolean) => setting({ paging: isRandom }),
    setUnsetAnswer: (answer: UnsetAnswer) => setting({ unset_answer: answer }),
    /** Whether a bucket asked for in another Region answers with a redirect (the default). */
    setRegionRedirect: (isOn: boolean) => setting({ region_redirect: isOn }),
    /** Whether a new bucket is encrypted, blocks public access and disables ACLs, as in AWS since April 2023 (the default). */
    setNewBucketDefaults: (areOn: boolean) => setting({ new_bucket_defaults: areOn }),
    /** Whether ListBuckets names the Region of each bucket (the default). */
    setBucketRegions: (areNamed: boolean) => setting({ bucket_regions: areNamed }),
    /** Whether callers may do only what their IAM policies allow; keys that name their account may do anything. Off by default. */
    setIamEnforcement: (isOn: boolean) => setting({ iam_enforcement: isOn }),
    /**
     * Whether Bedrock takes a logging configuration only when it could deliver logs, and CloudWatch Logs a key only when it could use it. Off by default.
     */
    setDeliveryValidation: (isOn: boolean) => setting({ validate_delivery: isOn }),
  };
}
