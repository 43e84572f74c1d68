/** What CreateDocument refuses, and whatever else of the language this interpreter does not run. Nothing has run. */
export class InvalidDocumentContent extends Error {
  override readonly name = 'InvalidDocumentContent';
}

/** What StartAutomationExecution refuses. Nothing has run. */
export class InvalidAutomationExecutionParameters extends Error {
  override readonly name = 'InvalidAutomationExecutionParameters';
}

/** How a step ended that did not succeed, in the words of GetAutomationExecution. */
export type Unsuccessful = 'Failed' | 'TimedOut' | 'Rejected' | 'Cancelled';

/** Ends an attempt of a step. */
export class StepFailure extends Error {
  override readonly name: string = 'StepFailure';
  readonly status: Unsuccessful;

  constructor(message: string, { status = 'Failed', ...options }: ErrorOptions & { readonly status?: Unsuccessful } = {}) {
    super(message, options);
    this.status = status;
  }
}

/**
 * Ends the whole execution, whatever `onFailure` and `maxAttempts` say.
 * For what AWS does not document how Automation takes: no document that relies on it gets through.
 */
export class UndocumentedBehaviour extends StepFailure {
  override readonly name = 'UndocumentedBehaviour';
}
