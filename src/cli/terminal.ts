/** What a command needs of the outside: where it asks and writes, how that looks, and when it must stop. Only `main.ts` reads it from the environment. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** In columns. */
  readonly width: number;
  readonly colour: boolean;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly stop: AbortSignal;
}
