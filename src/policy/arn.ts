/**
 * An Amazon Resource Name, in its six fields.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global resources such as IAM roles. */
  readonly region: string;
  /** The twelve digits of the account; empty for resources without one, such as buckets. */
  readonly account: string;
  /** Everything after the fifth colon, with its own colons and slashes. */
  readonly resource: string;
}

const fields = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.*)$/s;

/** The fields of an ARN; `undefined` when the text is not one (an id, an alias or a name). */
export function parseArn(text: string): Arn | undefined {
  const match = fields.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}
