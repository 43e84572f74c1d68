import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A schema of an SDK client: from the start of a line to its closing bracket, on the same line or at the start of another. */
const schema = /^((?:export )?(?:const|var) [\w$]+ = )(\[(?:.*|[^]*?\n)\]);$/gm;

/**
 * Lets esbuild drop the schemas of operations that nothing calls. It keeps those with computed keys, `{ [_hQ]: … }`, because a key might have a side effect;
 * these keys are constants.
 */
export const droppableSchemas: Plugin = {
  name: 'droppable-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replaceAll(schema, '$1/* @__PURE__ */ (() => $2)();'), loader: 'js' };
    });
  },
};
