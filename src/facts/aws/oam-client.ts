import { AccountClient } from '@aws-sdk/client-account';
import { partition } from '@aws-sdk/core/client';
import { type Client, makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import { clientConfig } from './client-config.ts';
import type { ClientSettings } from './connection.ts';

/** What `oam:ListLinks` tells of a link. */
interface LinkSummary {
  readonly Arn?: string;
  readonly Id?: string;
  readonly SinkArn?: string;
  readonly ResourceTypes?: readonly string[];
}

interface ListLinksOutput extends Answer {
  readonly Items?: readonly LinkSummary[];
  readonly NextToken?: string;
}

interface GetLinkOutput extends Answer, LinkSummary {
  readonly LinkConfiguration?: { readonly LogGroupConfiguration?: { readonly Filter?: string } };
}

interface Answer {
  readonly $metadata: object;
}

const namespace = 'com.amazonaws.oam';

/** A structure as the clients of the SDK describe them, its members taken as they come: kind, namespace, name, traits, members and their kinds. */
type Structure = [3, string, string, 0, string[], 15[]];

const structure = (name: string, ...members: string[]): Structure => [3, namespace, name, 0, members, members.map(() => 15 as const)];

/** An operation: kind, namespace, name, traits, input and output. */
const posted = (
  name: string,
  input: string[],
  output: string[],
): [9, string, string, { http: [string, string, number] }, Structure, Structure] => [
  9,
  namespace,
  name,
  { http: ['POST', `/${name}`, 200] },
  structure(`${name}Input`, ...input),
  structure(`${name}Output`, ...output),
];

const endpointParameters = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;

const command = makeBuilder<AccountClient['config'], object, Answer>(endpointParameters, 'oamservice', 'OAMClient', getEndpointPlugin);
const listLinks = posted('ListLinks', ['NextToken'], ['Items', 'NextToken']);
const getLink = posted('GetLink', ['Identifier'], ['Arn', 'Id', 'SinkArn', 'ResourceTypes', 'LinkConfiguration']);

/** @see https://docs.aws.amazon.com/OAM/latest/APIReference/API_ListLinks.html */
export const ListLinksCommand = command<{ NextToken: string | undefined }, ListLinksOutput>({}, () => [], 'ListLinks', listLinks);

/** @see https://docs.aws.amazon.com/OAM/latest/APIReference/API_GetLink.html */
export const GetLinkCommand = command<{ Identifier: string }, GetLinkOutput>({}, () => [], 'GetLink', getLink);

/**
 * A client of CloudWatch Observability Access Manager, from the parts that the SDK's own clients are made of: the newest package of the SDK for it that this
 * project can install is older than the filters of a link. It starts from a client of the same protocol.
 */
export function oamClient(settings: ClientSettings): Client<object, object, Answer, AccountClient['config']> {
  return new AccountClient({
    ...clientConfig(settings),
    serviceId: 'OAM',
    protocolSettings: { defaultNamespace: namespace },
    endpointProvider: ({ Endpoint, Region = '', UseFIPS, UseDualStack }) => {
      const { dnsSuffix, dualStackDnsSuffix } = partition(Region);
      const host = `oam${UseFIPS ? '-fips' : ''}.${Region}.${UseDualStack ? dualStackDnsSuffix : dnsSuffix}`;
      const authSchemes = [{ name: 'sigv4', signingName: 'oam', signingRegion: Region, properties: {} }];
      return { url: new URL(Endpoint ?? `https://${host}`), properties: { authSchemes } };
    },
  });
}
