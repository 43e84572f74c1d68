import { arnLike } from './operators/arn.ts';
import { binaryEquals } from './operators/binary.ts';
import { bool } from './operators/bool.ts';
import { dateEquals, dateGreaterThan, dateGreaterThanEquals, dateLessThan, dateLessThanEquals } from './operators/date.ts';
import { ipAddress } from './operators/ip-address.ts';
import {
  numericEquals,
  numericGreaterThan,
  numericGreaterThanEquals,
  numericLessThan,
  numericLessThanEquals,
} from './operators/numeric.ts';
import type { Operator } from './operators/operator.ts';
import { stringEquals, stringEqualsIgnoreCase, stringLike } from './operators/string.ts';

/** A condition operator as a policy names it, such as `ForAnyValue:StringNotLikeIfExists`. */
export type NamedOperator =
  | { readonly kind: 'null' }
  | {
      readonly kind: 'comparison';
      readonly operator: Operator;
      readonly isNegated: boolean;
      readonly ifExists: boolean;
      /** How a key with several values is compared. */
      readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
    };

const positive: Readonly<Record<string, Operator>> = {
  stringequals: stringEquals,
  stringequalsignorecase: stringEqualsIgnoreCase,
  stringlike: stringLike,
  numericequals: numericEquals,
  numericlessthan: numericLessThan,
  numericlessthanequals: numericLessThanEquals,
  numericgreaterthan: numericGreaterThan,
  numericgreaterthanequals: numericGreaterThanEquals,
  dateequals: dateEquals,
  datelessthan: dateLessThan,
  datelessthanequals: dateLessThanEquals,
  dategreaterthan: dateGreaterThan,
  dategreaterthanequals: dateGreaterThanEquals,
  bool,
  binaryequals: binaryEquals,
  ipaddress: ipAddress,
  arnequals: arnLike,
  arnlike: arnLike,
};

const negated: Readonly<Record<string, Operator>> = {
  stringnotequals: stringEquals,
  stringnotequalsignorecase: stringEqualsIgnoreCase,
  stringnotlike: stringLike,
  numericnotequals: numericEquals,
  datenotequals: dateEquals,
  notipaddress: ipAddress,
  arnnotequals: arnLike,
  arnnotlike: arnLike,
};

const sets: Readonly<Record<string, 'ForAllValues' | 'ForAnyValue'>> = { forallvalues: 'ForAllValues', foranyvalue: 'ForAnyValue' };

const shape = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/;

/**
 * The operator behind a name, in any case.
 *
 * @returns `undefined` for one that AWS does not document
 */
export function operatorNamed(name: string): NamedOperator | undefined {
  const [, set, base = '', ifExists] = shape.exec(name.toLowerCase()) ?? [];
  if (base === 'null') return set === undefined && ifExists === undefined ? { kind: 'null' } : undefined;
  const isNegated = Object.hasOwn(negated, base);
  const operator = isNegated ? negated[base] : Object.hasOwn(positive, base) ? positive[base] : undefined;
  if (!operator) return undefined;
  return { kind: 'comparison', operator, isNegated, ifExists: ifExists !== undefined, set: set === undefined ? undefined : sets[set] };
}
