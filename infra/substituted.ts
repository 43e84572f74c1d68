/**
 * The same value with `Fn::Sub` around every text that has a pseudo parameter of CloudFormation in it. What else looks like a reference, as a variable of an
 * IAM policy does, stays as it is.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
 */
export function substituted(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.includes('${AWS::') ? { 'Fn::Sub': value.replaceAll(/\$\{(?!AWS::)/g, '${!') } : value;
  }
  if (Array.isArray(value)) return value.map(substituted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, substituted(member)]));
}
