/**
 * What AWS Config takes at most. All of it stands in the service's model, but for the size in S3 and the length of a rule's name, which leaves room for the
 * suffix that AWS Config gives the rules of a pack.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
 */
export const quotas = {
  /** Bytes of a template that is handed over as text. */
  templateBody: 51_200,
  /** Bytes of a template in S3. */
  templateInS3: 307_200,
  parameters: 60,
  /** Characters of a parameter's value. */
  parameterValue: 4_096,
  rules: 130,
  /** Characters of the parameters of one rule, as JSON. */
  inputParameters: 1_024,
  ruleName: 64,
  /** Characters of a rule's description. */
  description: 256,
  remediationParameters: 25,
  /** Characters of one static value of a remediation. */
  staticValue: 256,
} as const;
