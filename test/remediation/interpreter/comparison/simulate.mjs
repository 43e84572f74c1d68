// Simulates runbooks with @cdklabs/cdk-ssm-documents, one for each line of standard input; writes a line for each to file descriptor 3. What the simulation prints is dropped by whoever starts this.
import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ResponseCode, Simulation, StringDocument } from '@cdklabs/cdk-ssm-documents';
import { App, Stack } from 'aws-cdk-lib';

const callOperation = fileURLToPath(new URL('call-operation.mjs', import.meta.url));

/** The simulation knows services by text in some actions and by its own class in others. */
const awsInvoker = {
  invoke: ({ service, awsApi, awsParams }) => {
    const input = JSON.stringify({ service: service.namespace ?? service, api: awsApi, params: awsParams });
    const { stdout, stderr, status } = spawnSync(process.execPath, [callOperation], { input, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  },
};

function simulate({ content, parameters }) {
  const document = StringDocument.fromJson(new Stack(new App(), 'Simulation'), 'Runbook', JSON.stringify(content));
  const simulation = Simulation.ofAutomation(document, {
    awsInvoker,
    sleepHook: { sleep: () => undefined },
  });
  const { responseCode, executedSteps, outputs = {}, stackTrace = '' } = simulation.simulate(parameters);
  return { status: ResponseCode[responseCode], steps: executedSteps, outputs, stackTrace };
}

for await (const line of createInterface(process.stdin)) {
  let answer;
  try {
    answer = simulate(JSON.parse(line));
  } catch (error) {
    answer = { refusal: error.message };
  }
  writeSync(3, `${JSON.stringify(answer)}\n`);
}
