import type { AutomationDocument } from '../../../remediation/automation-document.ts';
import { documentNameOf } from '../../../remediation/runbook.ts';
import { InvalidInput } from '../../engine/invalid-input.ts';
import type { ConfiguredRule } from '../../engine/parameters.ts';
import { visible } from '../../engine/wording.ts';
import { pack } from '../pack.ts';
import type { Terminal } from '../terminal.ts';
import { ask } from './ask.ts';
import { automationClient } from './automation-client.ts';
import { judgedView, judgePlace, type Judged } from './judged.ts';
import type { Narrative } from './narrative.ts';
import type { Place } from './place.ts';
import { chosenResources } from './resources.ts';
import type { StartParameters } from './runbook-parameters.ts';
import { attemptRunbook, runRunbook, type RunbookRun, type Running } from './runbook-run.ts';
import { outcomeView, planView } from './view.ts';

/** What is to be put right, where and how. */
export interface Remediating {
  readonly rule: ConfiguredRule;
  readonly document: AutomationDocument;
  readonly parameters: StartParameters;
  readonly place: Place;
  /** Ids of the only resources to put right; `undefined` for all that do not comply. */
  readonly resources: readonly string[] | undefined;
  readonly isDryRun: boolean;
  /** Whether to go on without asking. */
  readonly yes: boolean;
}

/** What became of it. */
interface Outcome {
  readonly runs: readonly RunbookRun[];
  /** What the rule finds afterwards; `undefined` when nothing was changed, or nobody looked again. */
  readonly after?: Judged | undefined;
  /** What went wrong besides what the runs and the findings tell. */
  readonly failures?: readonly string[];
}

type ExitCode = 0 | 1 | 2;

/**
 * Puts right what a rule finds: judges, shows what the runbook would change, asks, runs it, judges again.
 *
 * @returns the exit code: that of the findings, or 2 when a run did not succeed
 */
export async function remediate(remediating: Remediating, narrative: Narrative, terminal: Terminal): Promise<ExitCode> {
  try {
    const before = await judgePlace(remediating.place, remediating.rule, terminal.stop);
    if (!before) throw new InvalidInput('stopped before anything was started');
    await narrative.show((look) => judgedView(before, remediating.rule, look));
    const outcome = await putRight(remediating, before, narrative, terminal);
    const exitCode = exitCodeOf(before, outcome);
    await narrative.keep(reportOf(remediating, before, outcome, exitCode));
    return exitCode;
  } catch (error) {
    await narrative.discard();
    throw error;
  }
}

async function putRight(remediating: Remediating, before: Judged, narrative: Narrative, terminal: Terminal): Promise<Outcome> {
  const { rule, document, place, parameters, isDryRun, yes } = remediating;
  const say = (text: string) => void terminal.stderr.write(`bedrock-logging: ${visible(text)}\n`);
  const resources = chosenResources(before.findings, remediating.resources);
  if (resources.length === 0) {
    say(
      `there is nothing to put right: ${rule.rule.id} finds no${remediating.resources ? ' such' : ''} resource that does not comply in ${place.name}`,
    );
    return { runs: [] };
  }
  const running: Running = { automation: automationClient(place), place, terminal, yes };
  const startOf = (resource: string, dryRun: boolean) => ({ runbook: document.runbook, resource, parameters, isDryRun: dryRun });

  const plans: RunbookRun[] = [];
  for (const resource of resources) {
    if (terminal.stop.aborted) return stopped(plans);
    const plan = await runRunbook(startOf(resource, true), running);
    plans.push(plan);
    await narrative.show((look) => planView(plan, look));
  }
  if (terminal.stop.aborted) return stopped(plans);
  const wanted = plans.filter(isWanted);
  if (wanted.length === 0) say(`${documentNameOf(document.runbook)} would change nothing; by hand: ${rule.rule.fix}`);
  if (isDryRun || wanted.length === 0) return { runs: plans };
  const question = `${documentNameOf(document.runbook)} would change ${named(wanted)} in ${place.name}. Go on?`;
  if (!yes && !(await ask(terminal, question))) {
    say('nothing was changed');
    return terminal.stop.aborted ? stopped(plans) : { runs: plans };
  }

  const runs: RunbookRun[] = [];
  for (const { resource, changes } of wanted) {
    if (terminal.stop.aborted) break;
    const run = await attemptRunbook(startOf(resource, false), running);
    runs.push(run);
    await narrative.show((look) => outcomeView(run, changes, look));
  }
  const all = [...plans, ...runs];
  const after = terminal.stop.aborted ? undefined : await judgePlace(place, rule, terminal.stop);
  if (!after) return stopped(all);
  await narrative.show((look) => judgedView(after, rule, look));
  return { runs: all, after };
}

const stopped = (runs: readonly RunbookRun[]): Outcome => ({ runs, failures: ['stopped before the end'] });

/** Whether a dry run says that there is something to change. */
const isWanted = ({ status, changes }: RunbookRun): boolean =>
  status === 'Success' && changes.some((change) => !change.startsWith('Nothing: '));

const named = (plans: readonly RunbookRun[]): string =>
  plans.length === 1 ? visible(plans[0]?.resource ?? '') : `${plans.length} resources`;

function exitCodeOf(before: Judged, { runs, after, failures = [] }: Outcome): ExitCode {
  if (failures.length > 0 || runs.some(({ status }) => status !== 'Success')) return 2;
  return (after ?? before).summary.exitCode;
}

function reportOf({ rule, place }: Remediating, before: Judged, { runs, after, failures = [] }: Outcome, exitCode: ExitCode): object {
  return {
    schemaVersion: '1',
    pack,
    rule: rule.rule.id,
    account: place.account,
    region: place.region,
    findingsBefore: before.findings,
    executions: runs,
    findingsAfter: after ? after.findings : null,
    failures: [...new Set([...before.summary.failures, ...(after?.summary.failures ?? []), ...failures])],
    exitCode,
  };
}
