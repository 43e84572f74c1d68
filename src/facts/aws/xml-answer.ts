/** The elements of S3 and IAM that hold a boolean which decides. */
const flags = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'BucketKeyEnabled',
  'IgnorePublicAcls',
  'IsDefaultVersion',
  'IsPublic',
  'IsTruncated',
  'RestrictPublicBuckets',
].join('|');

/** A flag that holds anything but a boolean. The SDK takes any text but `true` for false. */
const brokenFlag = new RegExp(`<(?:${flags})(?:\\s*/>|>(?!\\s*(?:true|false)\\s*</))`, 'i');

/** The tag of the outermost element, with its attributes, after the XML declaration. */
const outermost = /^(?:<\?[^>]*\?>\s*)?<([\w.-][^>]*)>/;

/**
 * Whether a text is an XML document as an AWS service may answer: no web page, every flag a boolean, and the right outermost element.
 *
 * @param root what the outermost tag contains
 */
export function isAwsXml(text: string, root: string): boolean {
  const tag = outermost.exec(text)?.[1];
  return tag !== undefined && !/^html\b/i.test(tag) && tag.includes(root) && !brokenFlag.test(text);
}
