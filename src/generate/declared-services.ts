import type { Plugin } from 'esbuild';
import { factsOf, type Rule } from '../engine/rule.ts';

/** Services that the adapter itself calls, whatever the rule: its parameters and exemptions come from SSM. */
const calledByAdapter = ['ssm'];

/** Leaves out the clients of every service that no fact of the rule says it calls; to load one of those fails and names the service. */
export function declaredServicesOnly(rule: Rule): Plugin {
  const declared = servicesOf(rule);
  return {
    name: 'declared-services-only',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/[\w-]+\.ts$/ }, ({ path, importer, kind }) => {
        const service = path.slice('./'.length, -'.ts'.length);
        const isService = importer.endsWith('/src/facts/aws/connection.ts') && kind === 'dynamic-import';
        return isService && !declared.has(withoutHyphens(service)) ? { path: service, namespace: 'undeclared-service' } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'undeclared-service' }, ({ path: service }) => ({
        contents: `throw new Error(${JSON.stringify(`no fact of ${rule.id} declares calls to ${service}`)});\nexport {};`,
      }));
    },
  };
}

function servicesOf(rule: Rule): ReadonlySet<string> {
  const services = factsOf(rule).flatMap(({ calls }) => calls.map((call) => call.slice(0, call.indexOf(':'))));
  return new Set([...services, ...calledByAdapter].map(withoutHyphens));
}

/** Facts say `s3control` where the file is called `s3-control`. */
const withoutHyphens = (name: string): string => name.replaceAll('-', '');
