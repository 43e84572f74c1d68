import { stringify } from 'yaml';
import { quotas } from './quotas.ts';
import { refuseMoreThan } from './refusals.ts';
import type { PackTemplate } from './template.ts';

/**
 * A template as YAML, the same text for the same template.
 *
 * @throws InvalidInput when it is larger than AWS Config takes from S3
 */
export function rendered(template: PackTemplate): string {
  const text = stringify(template, { lineWidth: 0, aliasDuplicateObjects: false });
  refuseMoreThan(quotas.templateInS3, Buffer.byteLength(text), 'bytes');
  return text;
}
