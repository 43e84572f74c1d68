import { absentOn } from './absent.ts';
import type { OamOperations } from './aws/oam.ts';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Fact } from './fact.ts';
import { demand } from './malformed.ts';
import { allPages } from './pages.ts';
import { present } from './present.ts';

const oamLinksSchema = {
  type: 'object',
  required: ['links'],
  additionalProperties: false,
  properties: {
    links: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'sinkArn', 'resourceTypes'],
        additionalProperties: false,
        properties: {
          id: { type: 'string', minLength: 1 },
          /** ARN of the sink; its account reads what is shared. */
          sinkArn: { type: 'string', minLength: 1 },
          /** What is shared, such as `AWS::Logs::LogGroup`. */
          resourceTypes: { type: 'array', items: { type: 'string', minLength: 1 } },
          /** Which log groups are shared, in the words of AWS; left out when all of them are. */
          logGroupFilter: { type: 'string', minLength: 1 },
        },
      },
    },
  },
} as const satisfies JSONSchema;

export type OamLinks = FromSchema<typeof oamLinksSchema>;

/**
 * The links by which the account shares what CloudWatch holds in the Region with monitoring accounts.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html
 */
export const oamLinks: Fact<OamLinks> = {
  id: 'oam-links',
  about: 'the links to monitoring accounts',
  reach: 'region',
  actions: ['oam:ListLinks', 'oam:GetLink'],
  calls: ['oam:ListLinks', 'oam:GetLink'],
  schema: oamLinksSchema,
  async read(aws) {
    const oam = await aws.oam();
    const summaries = await allPages(async (token) => {
      const answer = await oam.listLinks(token);
      return { items: answer.Items, next: answer.NextToken };
    });
    const links: OamLinks['links'][number][] = [];
    for (const { Arn } of summaries) links.push(...(await linkOf(oam, Arn)));
    return { links };
  },
};

/** One link; none when it has been taken away since it was listed. */
async function linkOf(oam: OamOperations, arn: string | undefined) {
  demand(arn, 'ARN of a link');
  const link = await absentOn(['ResourceNotFoundException'], oam.getLink(arn));
  if (!link) return [];
  return [
    {
      id: link.Id as string,
      sinkArn: link.SinkArn as string,
      resourceTypes: link.ResourceTypes as string[],
      ...present({ logGroupFilter: link.LinkConfiguration?.LogGroupConfiguration?.Filter }),
    },
  ];
}
