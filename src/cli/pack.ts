import packageJson from '../../package.json' with { type: 'json' };

/** The name and version of the rule pack. */
export const pack = { name: packageJson.name, version: packageJson.version };
