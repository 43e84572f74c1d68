// Calls an operation with the SDK, whose endpoints and credentials come from the environment: reads {service, api, params} from standard input, writes the response to standard output.
import { text } from 'node:stream/consumers';

const packages = { s3: 'client-s3', s3control: 'client-s3-control', bedrock: 'client-bedrock', logs: 'client-cloudwatch-logs' };

const { service, api, params } = JSON.parse(await text(process.stdin));
const sdk = await import(`@aws-sdk/${packages[service]}`);
const Client = Object.values(sdk).find((member) => member.name?.endsWith('Client') && member.name !== '__Client');
const Command = sdk[`${api[0].toUpperCase()}${api.slice(1)}Command`];
const { $metadata: _metadata, ...response } = await new Client({ maxAttempts: 1 }).send(new Command(params));
process.stdout.write(JSON.stringify(response));
