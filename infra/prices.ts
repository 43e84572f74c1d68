/** Prices in US dollars, those of us-east-1. Of other Regions some are higher. U-33: whether they are those of today. */
export const prices = {
  /**
   * One evaluation of a rule of AWS Config, in each account and Region: so many a month at so much, then the next.
   *
   * @see https://aws.amazon.com/config/pricing/
   */
  evaluation: [
    { upTo: 100_000, each: 0.001 },
    { upTo: 500_000, each: 0.0008 },
    { upTo: Infinity, each: 0.0005 },
  ],
  /**
   * One configuration item, which a change of compliance makes where the recorder records compliance.
   *
   * @see https://aws.amazon.com/config/pricing/
   */
  configurationItem: 0.003,
  /** One million requests to AWS Lambda. @see https://aws.amazon.com/lambda/pricing/ */
  millionRequests: 0.2,
  /** One GB-second of AWS Lambda on arm64. @see https://aws.amazon.com/lambda/pricing/ */
  gigabyteSecond: 0.0000133334,
  /** One SSM parameter of the advanced tier, a month. @see https://aws.amazon.com/systems-manager/pricing/ */
  advancedParameter: 0.05,
  /** One KMS key, a month. @see https://aws.amazon.com/kms/pricing/ */
  key: 1,
  /** One alarm of CloudWatch, a month. @see https://aws.amazon.com/cloudwatch/pricing/ */
  alarm: 0.1,
  /** One metric of our own, a month. @see https://aws.amazon.com/cloudwatch/pricing/ */
  metric: 0.3,
} as const;

/** Where each price is from, and as of when. */
export const priceSources = [
  { what: 'evaluations', from: 'an older official page of AWS Config, and third parties that repeat it', asOf: 'read 2026-11' },
  { what: 'configuration items', from: "third parties and AWS's price list", asOf: '2025-04' },
  { what: 'AWS Lambda, Systems Manager, KMS, CloudWatch', from: 'memory; to be checked on their pages', asOf: 'written 2026-11' },
] as const;

/** What evaluations of one account and Region cost in a month, in US dollars. */
export function evaluationCost(evaluations: number): number {
  let cost = 0;
  let before = 0;
  for (const { upTo, each } of prices.evaluation) {
    cost += Math.max(0, Math.min(evaluations, upTo) - before) * each;
    before = upTo;
  }
  return cost;
}
