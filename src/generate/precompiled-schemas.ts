import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OnResolveResult, Plugin } from 'esbuild';
import { exemptionsSchema } from '../engine/exemptions.ts';
import { factsOf, type Rule } from '../engine/rule.ts';
import { eventSchemas } from '../lambda/event.ts';
import { validatorsModule } from './validators.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The places in which a function validates, and by which schemas. */
const schemasAt: Readonly<Record<string, (rule: Rule) => readonly object[]>> = {
  'src/engine/exemptions.ts: validator(exemptionsSchema)': () => [exemptionsSchema],
  'src/engine/live-reader.ts: validator(fact.schema as object)': (rule) => factsOf(rule).map(({ schema }) => schema as object),
  'src/engine/parameters.ts: validator(schema)': ({ parameters }) => Object.values(parameters),
  'src/lambda/event.ts: validator(eventSchemas[part])': () => Object.values(eventSchemas),
};

/**
 * Compiles the schemas of a rule's function when it is built, so that it starts without their compiler. Validating in any other place fails the build, as
 * nobody would compile the schemas of that place; so does importing the compiler.
 */
export function precompiledSchemas(rule: Rule): Plugin {
  const namespace = 'precompiled-schemas';
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/schemas\.ts$/ }, async ({ path, resolveDir, importer }) => {
        if (fromRoot(resolve(resolveDir, path)) !== 'src/engine/schemas.ts') return undefined;
        const unknown = validatingIn(fromRoot(importer), await readFile(importer, 'utf8')).filter((place) => !(place in schemasAt));
        return unknown.length > 0 ? refused(`nobody compiles the schemas of ${unknown.join(', ')}; known: ${knownPlaces}`) : undefined;
      });
      onResolve({ filter: /\/schema-compiler\.ts$/ }, () => ({ path: 'src/engine/schema-compiler.ts', namespace }));
      onResolve({ filter: /^ajv(\/|$)/ }, ({ path, importer }) =>
        path.startsWith('ajv/dist/runtime/') ? undefined : refused(`${fromRoot(importer)} imports ${path}; a function compiles no schemas`),
      );
      onLoad({ filter: /.*/, namespace }, () => {
        const schemas = Object.values(schemasAt).flatMap((schemasOf) => schemasOf(rule));
        return { contents: validatorsModule(schemas), resolveDir: root };
      });
    },
  };
}

const knownPlaces = Object.keys(schemasAt).join(', ');

/** Where a module validates, as `file: call`; a call that is broken into lines or nested is none of the known ones. */
const validatingIn = (file: string, text: string): string[] =>
  [...text.matchAll(/\bvalidator\([^)]*\)/g)].map(([call]) => `${file}: ${call}`);

const refused = (text: string): OnResolveResult => ({ errors: [{ text }] });

const fromRoot = (path: string): string => relative(root, path).replaceAll(sep, '/');
