/** Where a template is deployed to. */
export interface TemplatePlace {
  readonly account: string;
  readonly region: string;
}

/**
 * A value of a template as CloudFormation makes it in a place of partition `aws`.
 *
 * @throws Error for a function that is not known here
 */
export function resolved(value: unknown, { account, region }: TemplatePlace): unknown {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const named = (name: string): string => {
    const found = pseudo[name];
    if (found === undefined) throw new Error(`${name} is not known`);
    return found;
  };
  const text = (pattern: string): string =>
    pattern.replaceAll(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, name: string) => (literal ? `\${${name}}` : named(name)));
  const walk = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== 'object' || one === null) return one;
    const [first, ...more] = Object.entries(one);
    if (first && more.length === 0 && first[0] === 'Ref') return named(first[1] as string);
    if (first && more.length === 0 && first[0] === 'Fn::Sub') return text(first[1] as string);
    if (first?.[0].startsWith('Fn::')) throw new Error(`${first[0]} is not known`);
    return Object.fromEntries(Object.entries(one).map(([name, member]) => [name, walk(member)]));
  };
  return walk(value);
}
