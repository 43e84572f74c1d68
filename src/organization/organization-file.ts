import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { parseExemptions, type Exemption } from '../engine/exemptions.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import type { Rule } from '../engine/rule.ts';
import { contradictions } from './contradictions.ts';
import { deployedRegions } from './deployed-regions.ts';
import { organizationFileSchema, organizationFileVersion, type OrganizationFile } from './organization-schema.ts';
import { chosenRules, type ChosenRule } from './rule-choice.ts';
import { givenText, type Problem } from './problem.ts';

const validate = new Ajv({ allErrors: true, allowUnionTypes: true, useDefaults: true, verbose: true }).compile<OrganizationFile>(
  organizationFileSchema,
);

/** The organisation to deploy to. */
export interface Organization extends Omit<OrganizationFile, 'regions' | 'rules' | 'parameters' | 'remediation' | 'exemptions'> {
  /** Where everything is deployed, in order. */
  readonly regions: readonly string[];
  readonly rules: readonly ChosenRule[];
  readonly exemptions: readonly Exemption[];
}

/**
 * Reads the file that describes the organisation, and the exemptions that it refers to.
 *
 * @throws InvalidInput that lists everything that is wrong, with the path of each field
 */
export async function readOrganization(path: string, registry: readonly Rule[]): Promise<Organization> {
  const text = await readText(path, 'the organisation');
  const { exemptions } = Object(parsedJson(text)) as { exemptions?: unknown };
  const file = typeof exemptions === 'string' ? resolve(dirname(path), exemptions) : undefined;
  return parseOrganization(path, text, registry, file === undefined ? '[]' : await readText(file, 'the exemptions'));
}

/**
 * Parses the file that describes the organisation.
 *
 * @param path for messages
 * @param exemptions text of the file of exemptions
 * @throws InvalidInput that lists everything that is wrong, with the path of each field
 */
export function parseOrganization(path: string, text: string, registry: readonly Rule[], exemptions = '[]'): Organization {
  const parsed = parsedJson(text);
  if (parsed === undefined) throw new InvalidInput(`the organisation ${path} is not JSON`);
  const given = (parsed as { version?: unknown } | null)?.version;
  if (given !== organizationFileVersion) {
    throw new InvalidInput(`the organisation ${path}: version is ${givenText(given)}; allowed: '${organizationFileVersion}'`);
  }
  if (!validate(parsed)) throw refusal(path, (validate.errors ?? []).map(shapeProblem));
  const file: OrganizationFile = parsed;
  const list = exemptionsOf(exemptions);
  const chosen = chosenRules(file, registry);
  const problems = [...contradictions(file), ...chosen.problems, ...list.problems(registry)];
  if (problems.length > 0) throw refusal(path, problems);
  return { ...file, regions: deployedRegions(file), rules: chosen.rules, exemptions: list.exemptions };
}

async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InvalidInput(`${what} ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function parsedJson(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function refusal(path: string, problems: readonly Problem[]): InvalidInput {
  const lines = problems.map(({ field, message }) => `${field}: ${message}`);
  return new InvalidInput(
    lines.length === 1 ? `the organisation ${path}: ${lines[0]}` : [`the organisation ${path}:`, ...lines].join('\n  '),
  );
}

function shapeProblem({ instancePath, keyword, params, message = 'is wrong', data }: ErrorObject): Problem {
  const field = fieldOf(instancePath);
  const { additionalProperty, missingProperty, allowedValues } = params as Record<string, unknown>;
  if (keyword === 'additionalProperties') return { field: within(field, String(additionalProperty)), message: 'there is no such field' };
  if (keyword === 'required') return { field: within(field, String(missingProperty)), message: 'is missing' };
  const allowed = Array.isArray(allowedValues) ? ` ${allowedValues.join(', ')}` : '';
  return { field: field || 'it', message: `${message}${allowed}; given ${givenText(data)}` };
}

/** `/rules/0/id` as `rules[0].id`. */
const fieldOf = (pointer: string): string => pointer.split('/').slice(1).reduce(within, '');

function within(field: string, name: string): string {
  if (/^\d+$/.test(name)) return `${field}[${name}]`;
  return field === '' ? name : `${field}.${name}`;
}

interface ExemptionList {
  readonly exemptions: readonly Exemption[];
  problems(registry: readonly Rule[]): Problem[];
}

function exemptionsOf(text: string): ExemptionList {
  try {
    const exemptions = parseExemptions(text);
    return { exemptions, problems: (registry) => exemptions.flatMap(({ rule }, at) => unknownRule(rule, at, registry)) };
  } catch (error) {
    return { exemptions: [], problems: () => [{ field: 'exemptions', message: (error as Error).message }] };
  }
}

function unknownRule(rule: string, at: number, registry: readonly Rule[]): Problem[] {
  if (registry.some(({ id }) => id === rule)) return [];
  return [{ field: `exemptions[${at}].rule`, message: `no rule has id '${rule}'; known ids: ${registry.map(({ id }) => id).join(', ')}` }];
}
