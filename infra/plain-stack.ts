import { BootstraplessSynthesizer, Stack, type IStackSynthesizer } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Where a stack of the administrator is; left out, a stack is for any account and Region. */
interface StackPlace {
  readonly account: string;
  readonly region: string;
}

/**
 * A stack whose template stands for itself: nothing of it is uploaded by the CDK, and no account needs to be bootstrapped.
 *
 * @param stackName what CloudFormation calls it; left out, its id
 */
export function plainStack(scope: Construct, id: string, description: string, place?: StackPlace, stackName = id): Stack {
  return new Stack(scope, id, {
    stackName,
    description,
    // Its declaration leaves out that what is optional may be undefined.
    synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
    analyticsReporting: false,
    ...(place && { env: place }),
  });
}
