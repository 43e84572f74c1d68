import type { Finding } from '../engine/finding.ts';
import { resourceTypes } from '../engine/rule.ts';
import { visibleJson } from '../engine/wording.ts';
import type { Report } from './report.ts';

/** Version of the JSON report. */
export const reportSchemaVersion = '1';

/** A report as one JSON document, a finding a line. */
export function jsonReport(pack: { name: string; version: string }, evaluatedAt: Date): Report {
  let first = true;
  const line = (finding: Finding) => {
    const separator = first ? '\n' : ',\n';
    first = false;
    return separator + visibleJson(JSON.stringify(finding));
  };
  const head = JSON.stringify({ schemaVersion: reportSchemaVersion, pack, evaluatedAt: evaluatedAt.toISOString() }).slice(0, -1);
  return {
    begin: `${head},"findings":[`,
    account: (findings) => findings.map(line).join(''),
    end: (summary) => `\n],"summary":${visibleJson(JSON.stringify(summary))}}\n`,
  };
}

const count = { type: 'integer', minimum: 0 } as const;
const counts = {
  type: 'object',
  required: ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'UNKNOWN'],
  additionalProperties: false,
  properties: { COMPLIANT: count, NON_COMPLIANT: count, NOT_APPLICABLE: count, UNKNOWN: count },
} as const;

/** JSON Schema of the JSON report. */
export const reportSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Report of bedrock-logging evaluate --format json',
  type: 'object',
  required: ['schemaVersion', 'pack', 'evaluatedAt', 'findings', 'summary'],
  additionalProperties: false,
  properties: {
    schemaVersion: { const: reportSchemaVersion },
    pack: {
      type: 'object',
      required: ['name', 'version'],
      additionalProperties: false,
      properties: { name: { type: 'string' }, version: { type: 'string' } },
    },
    evaluatedAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z$', description: 'ISO 8601, UTC.' },
    findings: {
      type: 'array',
      description: 'Ordered by account, Region, rule and resource.',
      items: {
        type: 'object',
        required: ['rule', 'severity', 'account', 'region', 'resource', 'verdict'],
        additionalProperties: false,
        properties: {
          rule: { type: 'string' },
          severity: { enum: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] },
          account: { type: 'string', pattern: '^\\d{12}$' },
          region: { type: 'string' },
          resource: {
            type: 'object',
            required: ['type', 'id'],
            additionalProperties: false,
            properties: {
              type: { enum: resourceTypes },
              id: { type: 'string', minLength: 1 },
            },
          },
          verdict: { enum: ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'UNKNOWN'] },
          because: { type: 'string', minLength: 1, maxLength: 256, description: 'Left out only when compliant.' },
        },
        if: { properties: { verdict: { const: 'COMPLIANT' } } },
        else: { required: ['because'] },
      },
    },
    summary: {
      type: 'object',
      required: [
        'accounts',
        'accountRegions',
        'findings',
        'rules',
        'nonCompliant',
        'worstAccounts',
        'coverage',
        'failures',
        'complete',
        'exitCode',
      ],
      additionalProperties: false,
      properties: {
        accounts: count,
        accountRegions: count,
        findings: counts,
        rules: { type: 'object', additionalProperties: counts },
        nonCompliant: {
          description: 'Non-compliant findings by severity.',
          type: 'object',
          required: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'],
          additionalProperties: false,
          properties: { CRITICAL: count, HIGH: count, MEDIUM: count, LOW: count },
        },
        worstAccounts: { type: 'array', maxItems: 5, items: { type: 'string', pattern: '^\\d{12}$' }, description: 'The worst first.' },
        coverage: {
          description: 'Account-Regions where logging is enabled ÷ account-Regions in scope; null when the rule that tells was not run.',
          oneOf: [
            { type: 'null' },
            {
              type: 'object',
              required: ['enabled', 'inScope', 'share'],
              additionalProperties: false,
              properties: { enabled: count, inScope: count, share: { type: ['number', 'null'], minimum: 0, maximum: 1 } },
            },
          ],
        },
        failures: { type: 'array', items: { type: 'string' } },
        complete: { type: 'boolean' },
        exitCode: { enum: [0, 1, 2] },
      },
    },
  },
} as const;
