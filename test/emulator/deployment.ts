/** The rule pack as it is deployed to an organisation: defaults for every account and Region, and exceptions to them. */
export interface SeededDeployment {
  /** The delegated administrator; one of the accounts. */
  readonly administrator: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Rule to the hash of its function's code. */
  readonly functions: Readonly<Record<string, string>>;
  /** Document to its hash. */
  readonly documents: Readonly<Record<string, string>>;
  readonly stackSets: readonly { readonly name: string; readonly regions?: readonly string[]; readonly autoDeployment?: boolean }[];
  /** Name of the organisation's pack. */
  readonly pack: string;
  readonly packStatus?: string;
  /** How many packs the organisation has. */
  readonly packsOfOrganization?: number;
  readonly excludedAccounts?: readonly string[];
  /** Later ones win. */
  readonly exceptions?: readonly SeededException[];
}

/** What is different in one account, one Region or one of both. A member of a map that is `null` is not there. */
export interface SeededException {
  readonly account?: string;
  readonly region?: string;
  readonly recorder?: 'on' | 'stopped' | 'failing' | 'absent';
  /** Name of the recorder's role. */
  readonly recorderRole?: string;
  readonly deliveryChannel?: 'ok' | 'failing' | 'absent';
  readonly functions?: Readonly<Record<string, string | null>>;
  /** Name of an export to its value, besides those of the functions. */
  readonly exports?: Readonly<Record<string, string | null>>;
  readonly documents?: Readonly<Record<string, string | null>>;
  /** Name of a service-linked role to its service. */
  readonly roles?: Readonly<Record<string, string | null>>;
  /** StackSet to what ListStackInstances says of its instance. */
  readonly instances?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  /** What GetOrganizationConformancePackDetailedStatus says of the account; `Status: 'ABSENT'` says nothing. */
  readonly pack?: Readonly<Record<string, string>> | null;
  readonly rules?: number;
  readonly packs?: number;
  readonly aggregators?: number;
  /** Functions that are not of the pack. */
  readonly otherFunctions?: number;
}
