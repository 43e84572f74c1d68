import { parseExemptions, type Exemption } from '../engine/exemptions.ts';
import type { Rule } from '../engine/rule.ts';
import type { SsmOperations } from '../facts/aws/ssm.ts';
import { allPages } from '../facts/pages.ts';
import { attemptTo, unreadable } from '../facts/unreadable.ts';
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
 * @throws Error when they cannot be read, or `whenUnreadable` has another value than the two it can have
 */
export async function settingsOf(rule: Rule, ruleParameters: Readonly<Record<string, unknown>>, ssm: SsmOperations): Promise<Settings> {
  const { whenUnreadable = 'NON_COMPLIANT', ...own } = ruleParameters;
  if (whenUnreadable !== 'NON_COMPLIANT' && whenUnreadable !== 'FAIL') {
    throw new Error(`parameter 'whenUnreadable' is ${JSON.stringify(whenUnreadable)}; allowed: NON_COMPLIANT, FAIL`);
  }
  const path = parametersPath(rule);
  const distributed = await parametersUnder(path, ssm).catch((error: unknown) => {
    throw unreadable(`SSM parameters under ${path}`, error);
  });
  return { parameters: { ...Object.fromEntries(distributed.map(({ name, value }) => [name, value])), ...own }, whenUnreadable };
}

/** The exemptions of the account, and a note when some could not be read, which then do not hold. */
export interface Exemptions {
  readonly exemptions: readonly Exemption[];
  readonly note: string | undefined;
}

/** Reads every list of exemptions under `/bedrock-logging/exemptions`. */
export async function readExemptions(ssm: SsmOperations): Promise<Exemptions> {
  const lists = await attemptTo(
    parametersUnder(exemptionsPath, ssm).catch((error: unknown) => {
      throw unreadable('exemptions', error);
    }),
  );
  if ('unreadable' in lists) return { exemptions: [], note: lists.unreadable.message };
  const exemptions: Exemption[] = [];
  let note: string | undefined;
  for (const { name, value } of lists.value) {
    try {
      exemptions.push(...parseExemptions(value));
    } catch (error) {
      note = `exemptions ${name} are not valid and do not hold: ${(error as Error).message}`;
    }
  }
  return { exemptions, note };
}

interface SsmParameter {
  /** The last part of its path. */
  readonly name: string;
  readonly value: string;
}

async function parametersUnder(path: string, ssm: SsmOperations): Promise<SsmParameter[]> {
  const parameters = await allPages(async (NextToken) => {
    const answer = await ssm.getParametersByPath({ Path: path, Recursive: true, NextToken });
    return { items: answer.Parameters ?? [], next: answer.NextToken };
  });
  return parameters.map(({ Name = '', Value = '' }) => ({ name: Name.split('/').at(-1) ?? '', value: Value }));
}
