import {
  attachedPoliciesProperties,
  documentHash,
  policyDocumentsSchema,
  type AttachedPolicy,
  type OrganizationPolicies,
} from '../facts/organization-policies.ts';
import { compare } from './finding.ts';
import { InvalidInput } from './invalid-input.ts';
import { problemOf, validator } from './schemas.ts';
import { shortName } from './wording.ts';

/** Version of the format; a file of another version is refused. */
export const organizationPoliciesVersion = '1';

const mark = 'bedrock-logging-rules';

/** The policies of every active account of an organisation, as they are handed in. */
export interface OrganizationPoliciesFile {
  readonly organizationPolicies: typeof mark;
  readonly version: typeof organizationPoliciesVersion;
  /** When collecting began, as ISO 8601 in UTC. */
  readonly collectedAt: string;
  /** Id of the organisation. */
  readonly organization: string;
  /** The text of every policy, by its hash. */
  readonly documents: Readonly<Record<string, string>>;
  readonly accounts: Readonly<Record<string, AccountPolicies>>;
}

/** What {@link OrganizationPolicies} are without the texts, which a file holds once for all accounts. */
export type AccountPolicies = Omit<OrganizationPolicies, 'documents'>;

/** JSON Schema of the file. */
export const organizationPoliciesFileSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'What bedrock-logging organization-policies writes: the service control policies and resource control policies of an organisation',
  type: 'object',
  required: ['organizationPolicies', 'version', 'collectedAt', 'organization', 'documents', 'accounts'],
  additionalProperties: false,
  properties: {
    organizationPolicies: { const: mark },
    version: { const: organizationPoliciesVersion },
    collectedAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z$', description: 'ISO 8601, UTC.' },
    organization: { type: 'string', pattern: '^o-[a-z0-9]{10,32}$' },
    documents: {
      ...policyDocumentsSchema,
      description: 'The text of each policy, under the first 22 characters of its SHA-256 in base64url.',
    },
    accounts: {
      description: 'By account id. Policies by level, the root first, the account last; no levels where no policy of the type applies.',
      type: 'object',
      patternProperties: {
        '^\\d{12}$': { type: 'object', required: ['scps', 'rcps'], additionalProperties: false, properties: attachedPoliciesProperties },
      },
      additionalProperties: false,
    },
  },
} as const;

/** A file of these policies, ordered so that two of them can be compared line by line. */
export function organizationPoliciesFile(
  collectedAt: Date,
  organization: string,
  documents: Readonly<Record<string, string>>,
  accounts: Readonly<Record<string, AccountPolicies>>,
): OrganizationPoliciesFile {
  return {
    organizationPolicies: mark,
    version: organizationPoliciesVersion,
    collectedAt: collectedAt.toISOString(),
    organization,
    documents: sorted(documents),
    accounts: sorted(accounts),
  };
}

/**
 * Parses the file.
 *
 * @param path for messages
 * @returns the policies of each account in it, with the texts that it refers to
 * @throws InvalidInput that says what is wrong with it
 */
export function parseOrganizationPolicies(path: string, text: string): ReadonlyMap<string, OrganizationPolicies> {
  try {
    const { documents, accounts } = asFile(parseJson(text));
    refuseEdited(documents);
    return new Map(Object.entries(accounts).map(([account, policies]) => [account, withTexts(account, policies, documents)]));
  } catch (error) {
    throw new InvalidInput(`organisation policies ${path} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('they are not JSON', { cause });
  }
}

function asFile(parsed: unknown): OrganizationPoliciesFile {
  const { organizationPolicies, version, accounts } = (parsed ?? {}) as Partial<Record<keyof OrganizationPoliciesFile, unknown>>;
  if (organizationPolicies !== mark) {
    throw new Error(`they are something else: organizationPolicies must be '${mark}', as bedrock-logging organization-policies writes it`);
  }
  if (version !== organizationPoliciesVersion) {
    throw new Error(`they are of version ${quoted(version)}; this program reads version ${quoted(organizationPoliciesVersion)}`);
  }
  const foreign = Object.keys(accounts ?? {}).find((id) => !/^\d{12}$/.test(id));
  if (foreign !== undefined) throw new Error(`accounts: '${shortName(foreign)}' is not an account id; wanted: twelve digits`);
  const validate = validator(organizationPoliciesFileSchema);
  if (!validate(parsed)) throw new Error(`${problemOf(validate)}${given(parsed, validate.errors?.[0]?.instancePath ?? '')}`);
  return parsed as OrganizationPoliciesFile;
}

/** What stands at a place in the file, as the end of a message; nothing when it is too large to be shown. */
function given(file: unknown, path: string): string {
  const steps = path.split('/').slice(1);
  const value = steps.reduce((found: unknown, step) => (found as Record<string, unknown>)[step], file);
  return typeof value === 'object' && value !== null ? '' : `; given ${quoted(value)}`;
}

/** Policies are judged once for each hash, so a text under the hash of another would be judged as that one. */
function refuseEdited(documents: OrganizationPoliciesFile['documents']): void {
  const edited = Object.entries(documents).find(([name, text]) => documentHash(text) !== name);
  if (!edited) return;
  throw new Error(`documents: the text under '${edited[0]}' is not the one of that hash, it has '${documentHash(edited[1])}'`);
}

function withTexts(account: string, policies: AccountPolicies, documents: OrganizationPoliciesFile['documents']): OrganizationPolicies {
  const { isManagementAccount, scps, rcps } = policies;
  if (isManagementAccount && scps.length + rcps.length > 0) {
    throw new Error(`accounts.${account} is the management account, which no policy binds; scps and rcps must be empty`);
  }
  const texts = [...scps, ...rcps].flat().map((policy) => [policy.document, textOf(account, policy, documents)] as const);
  return { ...policies, documents: sorted(Object.fromEntries(texts)) };
}

function textOf(account: string, { name, document }: AttachedPolicy, documents: OrganizationPoliciesFile['documents']): string {
  const text = documents[document];
  if (text === undefined) throw new Error(`accounts.${account}: document '${document}' of policy '${shortName(name)}' is not in documents`);
  return text;
}

const quoted = (value: unknown): string => shortName(JSON.stringify(value) ?? 'nothing');

const sorted = <Value>(members: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(members).sort(([one], [other]) => compare(one, other)));
