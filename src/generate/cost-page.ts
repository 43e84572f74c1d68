import { administratorCost, aim, assumptionSentences, assumptions, dollars, loadOf, placeCost, principalsCost } from '../../infra/cost.ts';
import { evaluationCost, priceSources, prices } from '../../infra/prices.ts';
import type { Rule } from '../engine/rule.ts';
import { table } from './markdown.ts';

/** Sizes of organisations that the page computes, in accounts. */
const sizes = [10, 200, 2_000] as const;

/** Regions to compute an organisation for. */
export interface CostedRegions {
  /** Those of the example organisation. */
  readonly example: number;
  /** Every Region with Amazon Bedrock that no account has to opt in to. */
  readonly all: number;
}

/** What the rules cost, in which sizes of organisations. */
export function costPage(rules: readonly Rule[], regions: CostedRegions): string {
  const loads = rules.map((rule) => loadOf(rule));
  const cost = placeCost(loads);
  const onceADay = rules.map((rule) => loadOf({ ...rule, trigger: { ...rule.trigger, every: 'TwentyFour_Hours' } }));
  const aimed = placeCost(onceADay);
  const resources = loads.reduce((sum, { subjects }) => sum + subjects, 0);
  return [
    '# Cost',
    `What the rules cost a month in US dollars, computed from the registry and the prices of [\`infra/prices.ts\`](../infra/prices.ts). \`npm run deploy -- --plan --accounts 200\` computes it for your organisation. AWS bills; this estimates.`,
    `**The aim, at most ${dollars(aim)} in each account and Region with all rules at 24 hours, ${verdict(aimed.total)}: ${dollars(aimed.total)}.** Whether AWS bills an evaluation of a pack's rule once or twice is unverified ([U-32](unverified.md#u-32)); billed twice it would be ${dollars(aimed.totalBilledTwice)}, and the aim ${verdict(aimed.totalBilledTwice)}. Then \`rulesThrough: stacks\`, which makes rules and no pack, still costs ${dollars(aimed.total)}.`,
    '## One account and Region',
    table(
      ['Rule', 'Runs', 'Resources', 'Evaluations', 'Cost'],
      [
        ...loads.map(({ rule, runs, subjects, evaluations }) => [
          `[\`${rule}\`](rules/${rule}.md)`,
          runs.toFixed(1),
          String(subjects),
          evaluations.toFixed(0),
          dollars(evaluationCost(evaluations)),
        ]),
        ['changes of compliance', '', '', '', dollars(cost.changes)],
        ['functions', '', '', '', dollars(cost.functions)],
        ['**together**', '', String(resources), '', `**${dollars(cost.total)}**`],
        ['billed twice', '', '', '', dollars(cost.totalBilledTwice)],
      ],
    ),
    `\`reportPrincipals\` adds ${dollars(principalsCost())} where ${assumptions.offenders} users, roles and groups read that should not, each reported by itself once a day: ${dollars(principalsCost() / assumptions.offenders)} for each. With it the sum is ${dollars(cost.total + principalsCost())}, and the aim ${verdict(cost.total + principalsCost())}. It is off unless it is asked for.`,
    'A rule that runs every hour costs 24 times as much. Fewer Regions cost less: close those that nobody uses with a service control policy, and list them under `closedRegions`.',
    '## An organisation',
    table(
      [
        'Accounts',
        `${regions.example} Regions, as in the example`,
        'with `reportPrincipals`',
        'billed twice',
        `${regions.all} Regions, all that need no opting in`,
        'billed twice',
      ],
      sizes.map((accounts) => {
        const [few, many] = [accounts * regions.example, accounts * regions.all];
        return [
          accounts.toLocaleString('en-US'),
          dollars(cost.total * few),
          dollars((cost.total + principalsCost()) * few),
          dollars(cost.totalBilledTwice * few),
          dollars(cost.total * many),
          dollars(cost.totalBilledTwice * many),
        ];
      }),
    ),
    `The administrator pays ${dollars(administratorCost({ rulesThrough: 'organization-pack', alertEmail: 'somebody' }))} besides, for the reconciler, its alarm and the key of its topic. A list of a rule that is longer than 4,096 characters takes an SSM parameter of the advanced tier, ${dollars(prices.advancedParameter)} in each account and Region.`,
    '## Assumed',
    assumptionSentences.map((sentence) => `- ${sentence}`).join('\n'),
    '## Prices',
    'Those of us-east-1; other Regions differ. [U-33](unverified.md#u-33): whether they are those of today.',
    table(
      ['What', 'Price'],
      [
        ['evaluation of a rule, each account, Region and month', tiers()],
        ['configuration item, recorded continuously', dollars(prices.configurationItem)],
        ['AWS Lambda, one million requests', dollars(prices.millionRequests)],
        ['AWS Lambda, one GB-second on arm64', `$${prices.gigabyteSecond}`],
        ['SSM parameter of the advanced tier', dollars(prices.advancedParameter)],
        ['KMS key', dollars(prices.key)],
        ['alarm of CloudWatch', dollars(prices.alarm)],
        ['metric of our own', dollars(prices.metric)],
      ],
    ),
    table(
      ['What', 'Source', 'As of'],
      priceSources.map(({ what, from, asOf }) => [what, from, asOf]),
    ),
  ].join('\n\n');
}

const verdict = (cost: number): string => (cost <= aim ? 'holds' : 'does not hold');

function tiers(): string {
  return prices.evaluation
    .map(({ upTo, each }) => `$${each} ${upTo === Infinity ? 'beyond' : `to ${upTo.toLocaleString('en-US')}`}`)
    .join(', ');
}
