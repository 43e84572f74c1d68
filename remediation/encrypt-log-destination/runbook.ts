import type { Runbook } from '../runbook.ts';

/** A key as `KmsKey` takes it: the name of an alias, a key id or the ARN of a key. */
export const kmsKeyPattern =
  '^(alias/[A-Za-z0-9/_-]{1,250}|mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]{1,128})$';

export const encryptLogDestination = {
  id: 'encrypt-log-destination',
  title: 'encrypt the destinations of invocation logs with a given KMS key',
  parameters: {
    KmsKey: {
      description:
        'Customer-managed key to encrypt with: the name of an alias, a key id or a key ARN. An alias serves every account and Region that has one of that name.',
      default: 'alias/bedrock-logs',
      allowedPattern: kmsKeyPattern,
    },
    RequiredKey: { sameAs: 'requiredKey' },
    AllowedKeys: { sameAs: 'allowedKeys' },
    AllowedKeyAccounts: { sameAs: 'allowedKeyAccounts' },
  },
  isAutomatic: false,
} as const satisfies Runbook;
