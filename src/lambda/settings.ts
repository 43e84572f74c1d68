import { parseExemptions, type Exemption } from '../engine/exemptions.ts';
import type { Rule } from '../engine/rule.ts';
import type { SsmOperations } from '../facts/aws/ssm.ts';
import { demand } from '../facts/malformed.ts';
import { allPages } from '../facts/pages.ts';
import { attemptTo, unreadable, type Unreadable } from '../facts/unreadable.ts';
import type { WhenUnreadable } from './results.ts';

/** Where the deployment keeps what AWS Config's 1,024 characters of parameters cannot hold. */
const root = '/bedrock-logging';

/** The path of the SSM parameters that hold a rule's parameters. */
export const parametersPath = ({ id }: Pick<Rule, 'id'>): string => `${root}/parameters/${id}`;

/** The path of the SSM parameters that hold the lists of exemptions. */
export const exemptionsPath = `${root}/exemptions`;

/** The parameters of a rule as they were given, and what the adapter itself takes. */
export interface Settings {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly whenUnreadable: WhenUnreadable;
}

/**
 * The parameters of a rule: those under `/bedrock-logging/parameters/<rule>`, one SSM parameter each, and those of the AWS Config rule, which win.
 *
 * @throws Unreadable when they cannot be read
 * @throws Error when `whenUnreadable` has another value than the two it can have
 */
export async function settingsOf(rule: Rule, ruleParameters: Readonly<Record<string, unknown>>, ssm: SsmOperations): Promise<Settings> {
  const distributed = await parametersUnder(parametersPath(rule), ssm);
  const { whenUnreadable = 'NON_COMPLIANT', ...parameters } = {
    ...Object.fromEntries(distributed.map(({ name, value }): [string, unknown] => [name, value])),
    ...ruleParameters,
  };
  if (whenUnreadable !== 'NON_COMPLIANT' && whenUnreadable !== 'FAIL') {
    throw new Error(`parameter 'whenUnreadable' of ${rule.id} is ${JSON.stringify(whenUnreadable)}; allowed: NON_COMPLIANT, FAIL`);
  }
  return { parameters, whenUnreadable };
}

/** The exemptions of the account. */
export interface Exemptions {
  readonly exemptions: readonly Exemption[];
  /** Why some do not hold; `undefined` when all could be read. */
  readonly note: string | undefined;
  readonly unreadable: Unreadable | undefined;
}

/** Reads every list of exemptions under `/bedrock-logging/exemptions`; a list with anything wrong in it exempts nothing. */
export async function readExemptions(ssm: SsmOperations): Promise<Exemptions> {
  const lists = await attemptTo(parametersUnder(exemptionsPath, ssm));
  if ('unreadable' in lists) {
    const { refusal, code } = lists.unreadable;
    return { exemptions: [], note: `exemptions could not be read: ${refusal} (${code})`, unreadable: lists.unreadable };
  }
  const exemptions: Exemption[] = [];
  const broken: string[] = [];
  for (const { name, value } of lists.value) {
    try {
      exemptions.push(...parseExemptions(value));
    } catch (error) {
      broken.push(`${name} (${(error as Error).message})`);
    }
  }
  return { exemptions, note: broken.length > 0 ? `not valid, so exempt nothing: ${broken.join(', ')}` : undefined, unreadable: undefined };
}

interface SsmParameter {
  /** What stands behind the path. */
  readonly name: string;
  readonly value: string;
}

async function parametersUnder(path: string, ssm: SsmOperations): Promise<SsmParameter[]> {
  try {
    const parameters = await allPages(async (NextToken) => {
      const answer = await ssm.getParametersByPath({ Path: path, Recursive: true, NextToken });
      return { items: answer.Parameters, next: answer.NextToken };
    });
    return parameters.map(({ Name, Value }) => {
      demand(typeof Name === 'string' && typeof Value === 'string', 'name and value of a parameter');
      return { name: Name.slice(path.length + 1), value: Value };
    });
  } catch (error) {
    throw unreadable(`SSM parameters under ${path}`, error);
  }
}
