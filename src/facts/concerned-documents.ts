import { mentions } from '../policy/mentioned-services.ts';

/** The services whose actions read logs, copy them elsewhere, or let somebody do so: objects, keys, log groups, identities, links, queries. */
const services = [
  's3',
  's3-object-lambda',
  'logs',
  'kms',
  'iam',
  'sts',
  'oam',
  'bedrock',
  'bedrock-mantle',
  'observabilityadmin',
  'athena',
  'glue',
  'lakeformation',
];

/** Whether a policy document of a principal, as JSON, may say something about who reads, copies or changes logs. */
export const concernsLogs = mentions(services);
