import { Validations, type CfnResource } from 'aws-cdk-lib';
import { whyWildcard } from './wildcards.ts';

interface RoleStatement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Tells cdk-nag why resources of a role have wildcards. One that nobody has given a reason for stays a finding. */
export function acknowledgeWildcards(role: CfnResource, statements: readonly RoleStatement[]): void {
  const known = new Map<string, Set<string>>();
  const unknown = new Set<string>();
  for (const { Action, Resource } of statements) {
    for (const resource of Resource) {
      const why = whyWildcard(Action, resource);
      if (why === undefined) unknown.add(resource);
      for (const one of why ?? []) known.set(resource, (known.get(resource) ?? new Set()).add(one));
    }
  }
  for (const [resource, reasons] of known) {
    if (unknown.has(resource)) continue;
    const shown = resource.replaceAll(/\$\{([^}]*)\}/g, '<$1>');
    acknowledge(role, `AwsSolutions-IAM5[Resource::${shown}]`, sentence([...reasons]));
  }
}

/** Tells cdk-nag why one of its findings stays. */
export function acknowledge(resource: CfnResource, finding: string, reason: string): void {
  Validations.of(resource).acknowledge({ id: finding, reason });
}

const sentence = (reasons: readonly string[]): string => {
  const text = reasons.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};
