/** A runbook in YAML with these steps, for tests. */
export const runbook = (steps: string, { parameters = '', outputs = '', assumeRole = '' } = {}): string =>
  [
    "schemaVersion: '0.3'",
    ...(assumeRole === '' ? [] : [`assumeRole: '${assumeRole}'`]),
    ...(parameters === '' ? [] : ['parameters:', indented(parameters)]),
    'mainSteps:',
    indented(steps),
    ...(outputs === '' ? [] : ['outputs:', indented(outputs)]),
  ].join('\n');

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');
