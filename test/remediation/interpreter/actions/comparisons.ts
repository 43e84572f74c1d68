type OperandType = 'string' | 'number' | 'boolean';

/** An operation of `aws:branch`: the type of both sides, and whether it holds of them. */
export interface Comparison {
  readonly operand: OperandType;
  readonly holds: (value: never, operand: never) => boolean;
}

const onText = (holds: (value: string, operand: string) => boolean): Comparison => ({ operand: 'string', holds });

const onNumber = (holds: (value: number, operand: number) => boolean): Comparison => ({ operand: 'number', holds });

/**
 * Every operation of `aws:branch`, by name.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
 */
export const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: onText((value, operand) => value === operand),
  EqualsIgnoreCase: onText((value, operand) => value.toLowerCase() === operand.toLowerCase()),
  StartsWith: onText((value, operand) => value.startsWith(operand)),
  EndsWith: onText((value, operand) => value.endsWith(operand)),
  Contains: onText((value, operand) => value.includes(operand)),
  NumericEquals: onNumber((value, operand) => value === operand),
  NumericGreater: onNumber((value, operand) => value > operand),
  NumericLesser: onNumber((value, operand) => value < operand),
  NumericGreaterOrEquals: onNumber((value, operand) => value >= operand),
  NumericLesserOrEquals: onNumber((value, operand) => value <= operand),
  BooleanEquals: { operand: 'boolean', holds: (value: boolean, operand: boolean) => value === operand },
};
