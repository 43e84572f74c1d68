import type { AutomationDocument, DocumentParameter } from '../../../remediation/automation-document.ts';
import { standardParameters } from '../../../remediation/parameters.ts';
import { documentNameOf } from '../../../remediation/runbook.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';
import type { ConfiguredRule } from '../../engine/parameters.ts';
import { jsonObjectFile } from '../json-file.ts';

/** Parameters of a document, as StartAutomationExecution takes them. */
export type StartParameters = Readonly<Record<string, readonly string[]>>;

/**
 * What a document is given besides the resource and the role: the rule's parameters that it shares, with the values that the rule judges by, and those of a
 * file: name → text or list of texts.
 *
 * @throws InvalidInput for a parameter that the document has not or that is not for the user to give, and for a value that it does not take
 */
export async function runbookParameters(
  document: AutomationDocument,
  rule: ConfiguredRule,
  path: string | undefined,
): Promise<StartParameters> {
  const shared = sharedParameters(document, rule);
  const given = path === undefined ? {} : await jsonObjectFile(path, 'runbook parameters', 'parameter → text, or list of texts');
  for (const name of Object.keys(given)) refuseToBeGiven(document, name);
  const own = Object.entries(given).map(([name, value]): [string, readonly string[]] => [name, textsOf(document, name, value)]);
  const parameters = { ...shared, ...Object.fromEntries(own) };
  for (const [name, texts] of Object.entries(parameters)) for (const text of texts) refuseMisfit(document, name, text);
  return parameters;
}

/** The rule's parameters that a document shares. An empty one is left out, as the conformance pack leaves it out: the document's default then holds. */
function sharedParameters({ runbook, parameters }: AutomationDocument, { parameters: ofRule }: ConfiguredRule): StartParameters {
  const shared = Object.entries(runbook.parameters).flatMap(([name, parameter]): [string, readonly string[]][] => {
    if (!('sameAs' in parameter)) return [];
    const value = ofRule[parameter.sameAs] ?? [];
    const texts = (Array.isArray(value) ? value : [value]).map(String).filter((text) => text !== '');
    if (texts.length === 0) return [];
    return [[name, parameters[name]?.type === 'StringList' ? texts : [texts.join(',')]]];
  });
  return Object.fromEntries(shared);
}

function refuseToBeGiven({ runbook, parameters }: AutomationDocument, name: string): void {
  const source = Object.hasOwn(runbook.parameters, name) ? runbook.parameters[name] : undefined;
  if (source && 'sameAs' in source)
    throw new InvalidInput(`runbook parameter '${name}' is parameter ${source.sameAs} of the rule; give it in --parameters`);
  const known = Object.keys(parameters).filter((each) => !(each in standardParameters) && !('sameAs' in (runbook.parameters[each] ?? {})));
  if (!known.includes(name))
    throw new InvalidInput(`${documentNameOf(runbook)} takes no runbook parameter '${name}'; it takes: ${known.join(', ') || 'none'}`);
}

function textsOf(document: AutomationDocument, name: string, value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isList = document.parameters[name]?.type === 'StringList';
  if (values.length > 0 && (isList || values.length === 1) && values.every(isScalar)) return values.map(String);
  throw refusal(name, value, isList ? 'a list of texts' : 'a text');
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value) && value !== '';

const forms: Partial<Record<DocumentParameter['type'], { readonly pattern: RegExp; readonly is: string }>> = {
  Integer: { pattern: /^-?\d+$/, is: 'an integer' },
  Boolean: { pattern: /^(true|false)$/, is: 'true or false' },
};

function refuseMisfit({ parameters }: AutomationDocument, name: string, text: string): void {
  const parameter = parameters[name];
  if (!parameter) return;
  const form = forms[parameter.type];
  if (form && !form.pattern.test(text)) throw refusal(name, text, form.is);
  if ('allowedPattern' in parameter) {
    if (!new RegExp(parameter.allowedPattern).test(text)) throw refusal(name, text, `a text that matches ${parameter.allowedPattern}`);
  } else if (!parameter.allowedValues.map(String).includes(text)) throw refusal(name, text, parameter.allowedValues.join(', '));
}

const refusal = (name: string, given: unknown, allowed: string): InvalidInput =>
  new InvalidInput(`runbook parameter '${name}': given ${JSON.stringify(given)}; allowed: ${allowed}`);
