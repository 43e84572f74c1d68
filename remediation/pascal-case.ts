/** An id in lower case and hyphens as AWS writes names: `set-log-retention` is `SetLogRetention`. */
export const pascalCase = (id: string): string => id.replaceAll(/(?:^|-)([a-z0-9])/g, (_hyphen, letter: string) => letter.toUpperCase());
