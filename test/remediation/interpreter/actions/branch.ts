import { UndocumentedBehaviour } from '../failures.ts';
import { inWords, type Value } from '../value.ts';
import type { Action } from './action.ts';
import { comparisons } from './comparisons.ts';

/** `And`, `Or` or `Not`, or `Variable` and the name of a comparison. */
type Condition = Readonly<Record<string, unknown>>;

interface BranchInputs {
  readonly Choices: readonly (Condition & { readonly NextStep: string })[];
  readonly Default?: string;
}

const conditionReference = { $ref: '#/$defs/condition' } as const;

const comparisonSchemas = Object.entries(comparisons).map(([name, { operand }]) => ({
  properties: {
    Variable: { type: 'string', pattern: String.raw`^\{\{[^{}]+\}\}$` },
    [name]: { type: operand, not: { type: 'string', pattern: String.raw`\{\{` } },
    NextStep: true,
  },
  required: ['Variable', name],
  additionalProperties: false,
}));

const inner = { ...conditionReference, not: { required: ['NextStep'] } } as const;

const list = { type: 'array', minItems: 1, items: inner } as const;

const combinationSchemas = Object.entries({ And: list, Or: list, Not: inner }).map(([name, schema]) => ({
  properties: { [name]: schema, NextStep: true },
  required: [name],
  additionalProperties: false,
}));

/** JSON schema of what a choice may ask: a comparison of a variable with a constant, or a combination of conditions. */
export const conditionSchema = { type: 'object', oneOf: [...comparisonSchemas, ...combinationSchemas] } as const;

/**
 * `aws:branch`. Without a choice that holds and without a default, the next step follows.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
 */
export const branch: Action<BranchInputs> = {
  inputSchema: {
    type: 'object',
    properties: {
      Choices: {
        type: 'array',
        minItems: 1,
        items: { ...conditionReference, properties: { NextStep: { type: 'string' } }, required: ['NextStep'] },
      },
      Default: { type: 'string' },
    },
    required: ['Choices'],
    additionalProperties: false,
  },
  definedOutputs: [],
  takesOutputs: false,
  run: ({ Choices, Default }) => {
    const nextStep = Choices.find(isTrue)?.NextStep ?? Default;
    return Promise.resolve(nextStep === undefined ? {} : { nextStep });
  },
};

function isTrue({ And, Or, Not, Variable, NextStep: _nextStep, ...comparison }: Condition): boolean {
  if (And !== undefined) return (And as readonly Condition[]).every(isTrue);
  if (Or !== undefined) return (Or as readonly Condition[]).some(isTrue);
  if (Not !== undefined) return !isTrue(Not as Condition);
  return Object.entries(comparison).every(([name, operand]) => compare(name, Variable as Value, operand as never));
}

function compare(name: string, value: Value, operand: never): boolean {
  const comparison = comparisons[name];
  if (comparison !== undefined && typeof value === comparison.operand) return comparison.holds(value as never, operand);
  throw new UndocumentedBehaviour(`AWS does not document ${name} of ${inWords(value)}`);
}
