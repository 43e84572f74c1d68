import { fileURLToPath } from 'node:url';
import './localhost.cjs';
import { emulatorControl } from './control.ts';

/** The account whose credentials a spawned CLI is given. */
export const homeAccount = '111122223333';

const preload = fileURLToPath(new URL('localhost.cjs', import.meta.url));

/** What a client for the emulator is configured with. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly maxAttempts: number;
}

export type Emulator = ReturnType<typeof emulatorAt> & { stop(): Promise<void> };

/** Speaks to the emulator that listens on this port of the loopback interface. */
export function emulatorAt(port: number) {
  const url = `http://127.0.0.1:${port}`;
  const s3ControlUrl = `http://localhost:${port}`;
  return {
    ...emulatorControl(url),
    url,
    s3ControlUrl,
    environment: environmentOf(homeAccount, url, s3ControlUrl),
    /** The environment of a process that runs with credentials of this account. */
    environmentOf: (account: string) => environmentOf(account, url, s3ControlUrl),
    /** An SDK client that acts as any account, without asking STS. */
    client: <Client>(account: string, region: string, ClientClass: new (settings: ClientSettings) => Client): Client =>
      new ClientClass({
        region,
        endpoint: ClientClass.name === 'S3ControlClient' ? s3ControlUrl : url,
        credentials: credentialsOf(account),
        maxAttempts: 1,
      }),
  };
}

/** Keys of this form belong to the account they name. */
function credentialsOf(account: string) {
  return { accessKeyId: `AKIATEST${account}`, secretAccessKey: 'not-a-secret' };
}

function environmentOf(account: string, url: string, s3ControlUrl: string) {
  const { accessKeyId, secretAccessKey } = credentialsOf(account);
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3_CONTROL: s3ControlUrl,
    // No profile of the machine may reach a test.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    NODE_OPTIONS: `--require=${JSON.stringify(preload)}`,
  };
}
