import { StepFailure } from '../failures.ts';
import { runPython } from '../run-python.ts';
import type { Action, StepContext } from './action.ts';

interface ScriptInputs {
  readonly Runtime: 'python3.11';
  readonly Handler: string;
  readonly Script: string;
  readonly InputPayload?: Readonly<Record<string, unknown>>;
}

/** The longest a script may run, in seconds. */
export const maxScriptDuration = 600;

/** The most a script may return, in bytes of JSON: 100 KB, read as the smaller of the two kilobytes. */
const maxPayload = 100_000;

/**
 * `aws:executeScript` of Python. A script takes values by its payload only: AWS does not document variables within a script.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html
 */
export const executeScript: Action<ScriptInputs> = {
  inputSchema: {
    type: 'object',
    properties: {
      Runtime: { const: 'python3.11' },
      Handler: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
      Script: { type: 'string', not: { pattern: String.raw`\{\{\s*(?:global:|automation:|[A-Za-z]\w*\.)?[A-Za-z]\w*\s*\}\}` } },
      InputPayload: { type: 'object' },
    },
    required: ['Runtime', 'Handler', 'Script'],
    additionalProperties: false,
  },
  definedOutputs: [],
  takesOutputs: true,
  run: async ({ Handler, Script, InputPayload = {} }, context) => {
    const seconds = context.timeoutSeconds ?? maxScriptDuration;
    const outcome = await runPython({
      script: Script,
      handler: Handler,
      events: InputPayload,
      environment: environmentOf(context),
      seconds,
    });
    if ('error' in outcome) throw new StepFailure(outcome.error, { status: outcome.hasTimedOut ? 'TimedOut' : 'Failed' });
    const size = Buffer.byteLength(outcome.payload);
    if (size > maxPayload) throw new StepFailure(`the script returned ${size} bytes; allowed: ${maxPayload}`);
    return { response: { Payload: JSON.parse(outcome.payload) as unknown } };
  },
};

/** Without a role to assume, a script has no credentials. */
function environmentOf({ environmentForScripts, assumeRole, region }: StepContext): Readonly<Record<string, string>> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...others } = environmentForScripts;
  const credentials = assumeRole === undefined ? {} : { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN };
  const given = Object.entries({ ...others, ...credentials }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(given), AWS_REGION: region, AWS_DEFAULT_REGION: region };
}
