import type { Runbook } from '../../remediation/runbook.ts';
import { rules } from '../../rules/registry.ts';
import type { Rule } from '../../src/engine/rule.ts';

/** A made-up runbook with every kind of parameter. */
export const mendKeys: Runbook = {
  id: 'mend-keys',
  title: 'mend the keys',
  parameters: {
    AllowedKeys: { sameAs: 'allowedKeys' },
    RequiredKey: { sameAs: 'requiredKey' },
    LogGroupName: { description: 'Where to log.', default: '' },
    Mode: { description: 'How.', default: 'careful', allowedValues: ['careful', 'fast'] },
    KeyAlias: { description: 'Which key.', default: 'alias/logs', allowedPattern: '^alias/[a-z]{1,20}$' },
  },
  isAutomatic: false,
};

export const mendedRule = 'bedrock-log-destinations-encrypted';

/** The rules of the registry, of which one alone has a remediation: this one. */
export const rulesWith = (remediation: Runbook): readonly Rule[] =>
  rules.map(({ remediation: _own, ...rule }) => (rule.id === mendedRule ? { ...rule, remediation } : rule));
