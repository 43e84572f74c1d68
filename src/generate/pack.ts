import { CommanderError } from 'commander';
import { rules } from '../../rules/registry.ts';
import { InvalidInput } from '../engine/invalid-input.ts';
import { packCommand } from './pack-command.ts';

try {
  await packCommand(rules).exitOverride().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) console.error(`pack: ${messageOf(error)}`);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}

function messageOf(error: unknown): string {
  if (error instanceof InvalidInput) return error.message;
  return `this is a fault of the program: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}
