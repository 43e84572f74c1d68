import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** How a module takes the description of its package, of which the SDK's clients tell AWS the version. */
const whole = /^import (\w+ from "[./]+\/package\.json";)$/gm;

/** Lets esbuild drop what a client of the SDK does not use of its `package.json`: it drops fields of a namespace, and none of a default import. */
export const droppablePackageFields: Plugin = {
  name: 'droppable-package-fields',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/client-[\w-]+\/dist-es\/runtimeConfig\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replaceAll(whole, 'import * as $1'), loader: 'js' };
    });
  },
};
