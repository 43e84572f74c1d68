import type { PackTemplate } from '../../conformance-pack/template.ts';

const noValue = Symbol('AWS::NoValue');

/** What CloudFormation puts for these in a stack of account 111122223333 in China. */
const pseudoParameters: Readonly<Record<string, string>> = { 'AWS::Partition': 'aws-cn', 'AWS::AccountId': '111122223333' };

function pseudoParameter(name: string): string {
  const value = pseudoParameters[name];
  if (value === undefined) throw new Error(`there is no pseudo parameter ${name}`);
  return value;
}

/**
 * A template's resources as CloudFormation makes them, with these values of its parameters; the others have their defaults.
 *
 * @param exports values of exports by name
 * @throws Error for a function or a reference that the template must not have
 */
export function resolvedResources(
  { Parameters, Conditions, Resources }: PackTemplate,
  values: Readonly<Record<string, string>> = {},
  exported: (name: string) => string = (name) => `arn:aws:lambda:eu-west-1:111122223333:function:${name.replace(/-function-arn$/, '')}`,
): Record<string, { Type: string; Properties: Record<string, unknown> }> {
  const valueOf = (name: string): unknown => {
    if (name === 'AWS::NoValue') return noValue;
    const parameter = Parameters[name];
    if (!parameter) throw new Error(`there is no parameter ${name}`);
    return values[name] ?? parameter.Default;
  };
  const isTrue = (name: string): boolean => {
    if (!(name in Conditions)) throw new Error(`there is no condition ${name}`);
    return resolve(Conditions[name]) === true;
  };
  const functions: Readonly<Record<string, (argument: never) => unknown>> = {
    Ref: valueOf,
    'Fn::ImportValue': exported,
    'Fn::Sub': (text: string) => text.replaceAll(/\$\{([^}]*)\}/g, (_whole, name: string) => pseudoParameter(name)),
    'Fn::If': ([condition, one, other]: [string, unknown, unknown]) => resolve(isTrue(condition) ? one : other),
    'Fn::Not': ([one]: [unknown]) => resolve(one) !== true,
    'Fn::Equals': ([one, other]: [unknown, unknown]) => resolve(one) === resolve(other),
  };
  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const [first, ...more] = Object.entries(value);
    const called = first && more.length === 0 ? functions[first[0]] : undefined;
    if (first && called) return called(first[1] as never);
    if (first && first[0].startsWith('Fn::')) throw new Error(`${first[0]} is not known`);
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, member]) => [name, resolve(member)] as const)
        .filter(([, member]) => member !== noValue),
    );
  }
  return resolve(Resources) as ReturnType<typeof resolvedResources>;
}
