import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { toJavaScript } from './allowed-pattern.ts';
import { maxScriptDuration } from './actions/execute-script.ts';
import { formProblems } from './document-schema.ts';
import type { AutomationDocument } from './document.ts';
import { InvalidDocumentContent } from './failures.ts';
import { flowProblems } from './flow.ts';
import { referenceProblems } from './references.ts';

/**
 * The most a document may have, with the values of its parameters, in bytes: 64 KB, read as the smaller of the two kilobytes.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
 */
export const maxDocumentSize = 64_000;

/**
 * Reads a runbook in YAML or JSON.
 *
 * @throws InvalidDocumentContent with everything that AWS refuses, leaves undocumented, or this interpreter does not run
 */
export function parseDocument(text: string): AutomationDocument {
  const size = Buffer.byteLength(text);
  if (size > maxDocumentSize) throw new InvalidDocumentContent(`the document has ${size} bytes; allowed: ${maxDocumentSize}`);
  const isJson = text.trimStart().startsWith('{');
  const content = isJson ? readJson(text) : readYaml(text);
  refuse(formProblems(content));
  const document = content as AutomationDocument;
  refuse([
    ...flowProblems(document.mainSteps),
    ...referenceProblems(document),
    ...patternProblems(document),
    ...document.mainSteps.flatMap((step) => scriptProblems(step, isJson)),
  ]);
  return document;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidDocumentContent(`the document is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** AWS does not say which YAML it reads: in 1.1 `yes` is a Boolean and `2012-10-17` a time, in 1.2 both are text. */
function readYaml(text: string): unknown {
  try {
    const content: unknown = parse(text, { version: '1.2' });
    if (isDeepStrictEqual(content, parse(text, { version: '1.1' }))) return content;
  } catch (error) {
    throw new InvalidDocumentContent(`the document is no YAML: ${(error as Error).message}`, { cause: error });
  }
  throw new InvalidDocumentContent('YAML 1.1 and 1.2 read the document differently: quote its texts');
}

const patternProblems = ({ parameters = {} }: AutomationDocument): readonly string[] =>
  Object.entries(parameters).flatMap(([name, { allowedPattern }]) => {
    if (allowedPattern === undefined) return [];
    try {
      void new RegExp(toJavaScript(allowedPattern).source);
      return [];
    } catch (error) {
      return [`${name}: ${(error as Error).message}`];
    }
  });

function scriptProblems({ name, action, timeoutSeconds = 0 }: AutomationDocument['mainSteps'][number], isJson: boolean): readonly string[] {
  if (action !== 'aws:executeScript') return [];
  return [
    ...(isJson ? [`${name}: a runbook in JSON takes no Script`] : []),
    ...(timeoutSeconds > maxScriptDuration
      ? [`${name}: a script runs for ${maxScriptDuration} seconds at most; given ${timeoutSeconds}`]
      : []),
  ];
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new InvalidDocumentContent(problems.join('\n'));
}
