import { Logger } from '@aws-lambda-powertools/logger';
import { fromEnv } from '@aws-sdk/credential-providers';
import pLimit from 'p-limit';
import { LogLine } from '../lambda/log-line.ts';
import { reconcilerHandler } from './handler.ts';
import { packOperations, recordOperations } from './operations.ts';

/** Regions looked at in the same time. */
const concurrency = 4;

/** The reconciler with its surroundings as AWS Lambda provides them. */
export function reconciler() {
  const credentials = fromEnv();
  return reconcilerHandler({
    packs: (region) => packOperations({ region, credentials }),
    records: (region) => recordOperations({ region, credentials }),
    limit: pLimit(concurrency),
    log: new Logger({ logFormatter: new LogLine() }),
    now: () => new Date(),
  });
}
