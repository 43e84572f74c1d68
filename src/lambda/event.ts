import { problemOf, validator } from '../engine/schemas.ts';
import type { Resource } from '../engine/rule.ts';

/** What AWS Config asks of the function. */
export interface ConfigEvent {
  /** The account that owns the rule. */
  readonly accountId: string;
  readonly configRuleName: string;
  readonly resultToken: string;
  /** The rule's parameters, all of them texts; empty when the rule has none. */
  readonly ruleParameters: Readonly<Record<string, unknown>>;
  readonly asks: Question;
}

/**
 * What is to be judged: everything, or one resource that changed.
 *
 * `at` is the time AWS Config orders evaluations by.
 */
export type Question =
  | { readonly kind: 'everything'; readonly at: Date }
  | {
      readonly kind: 'resource';
      readonly at: Date;
      readonly resource: { readonly type: string; readonly id: Resource['id'] };
      /** Whether it was deleted or is no longer in the scope of the rule. */
      readonly gone: boolean;
    };

const eventSchema = {
  type: 'object',
  required: ['accountId', 'configRuleName', 'resultToken', 'invokingEvent'],
  properties: {
    accountId: { type: 'string', pattern: '^\\d{12}$' },
    configRuleName: { type: 'string', minLength: 1 },
    resultToken: { type: 'string', minLength: 1 },
    invokingEvent: { type: 'string' },
    ruleParameters: { type: 'string' },
    eventLeftScope: { type: 'boolean' },
  },
} as const;

const itemProperties = {
  awsAccountId: { type: 'string' },
  configurationItemCaptureTime: { type: 'string' },
  configurationItemStatus: { type: 'string' },
  resourceType: { type: 'string', minLength: 1 },
  resourceId: { type: 'string', minLength: 1 },
} as const;

const itemSchema = {
  type: 'object',
  required: ['configurationItemCaptureTime', 'configurationItemStatus', 'resourceType', 'resourceId'],
  properties: itemProperties,
} as const;

const scheduledSchema = {
  type: 'object',
  required: ['notificationCreationTime'],
  properties: { notificationCreationTime: { type: 'string' }, awsAccountId: { type: 'string' } },
} as const;

interface Item {
  readonly awsAccountId?: string;
  readonly configurationItemCaptureTime: string;
  readonly configurationItemStatus: string;
  readonly resourceType: string;
  readonly resourceId: string;
}

/**
 * Parses the event with which AWS Config invokes a custom rule. For an oversized item the summary holds all that is asked for here: which resource, when,
 * and whether it is gone; the facts are read from AWS, never from the item.
 *
 * @throws Error that says what the event lacks, or which message type was given and which are allowed
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
export function parseEvent(event: unknown): ConfigEvent {
  const { accountId, configRuleName, resultToken, invokingEvent, ruleParameters, eventLeftScope } = valid(
    event,
    eventSchema,
    'the event',
  ) as {
    accountId: string;
    configRuleName: string;
    resultToken: string;
    invokingEvent: string;
    ruleParameters?: string;
    eventLeftScope?: boolean;
  };
  const asks = question(parseObject(invokingEvent, 'invokingEvent'), eventLeftScope ?? false, accountId);
  return { accountId, configRuleName, resultToken, ruleParameters: parametersIn(ruleParameters), asks };
}

function question(invoking: Record<string, unknown>, leftScope: boolean, accountId: string): Question {
  switch (invoking['messageType']) {
    case 'ScheduledNotification': {
      const { notificationCreationTime, awsAccountId } = valid(invoking, scheduledSchema, 'invokingEvent') as {
        notificationCreationTime: string;
        awsAccountId?: string;
      };
      sameAccount(awsAccountId, accountId);
      return { kind: 'everything', at: time(notificationCreationTime) };
    }
    case 'ConfigurationItemChangeNotification':
      return ofItem(invoking['configurationItem'], 'configurationItem', leftScope, accountId);
    case 'OversizedConfigurationItemChangeNotification':
      return ofItem(invoking['configurationItemSummary'], 'configurationItemSummary', leftScope, accountId);
    default:
      throw new Error(
        `invokingEvent has messageType ${JSON.stringify(invoking['messageType'])}; allowed: ScheduledNotification, ` +
          'ConfigurationItemChangeNotification, OversizedConfigurationItemChangeNotification',
      );
  }
}

function ofItem(item: unknown, name: string, leftScope: boolean, accountId: string): Question {
  const valided = valid(item, itemSchema, name) as Item;
  sameAccount(valided.awsAccountId, accountId);
  const exists = ['OK', 'ResourceDiscovered'].includes(valided.configurationItemStatus);
  return {
    kind: 'resource',
    at: time(valided.configurationItemCaptureTime),
    resource: { type: valided.resourceType, id: valided.resourceId },
    gone: leftScope || !exists,
  };
}

function sameAccount(given: string | undefined, accountId: string): void {
  if (given !== undefined && given !== accountId) throw new Error(`invokingEvent is of account ${given}, the rule of account ${accountId}`);
}

function parametersIn(text: string | undefined): Record<string, unknown> {
  return text === undefined || text.trim() === '' ? {} : parseObject(text, 'ruleParameters');
}

function time(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new Error(`${JSON.stringify(text)} is not a time`);
  return at;
}

function valid(value: unknown, schema: object, name: string): unknown {
  const validate = validator(schema);
  if (!validate(value)) throw new Error(`${name}: ${problemOf(validate)}`);
  return value;
}

function parseObject(text: string, name: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${name} is not JSON`, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error(`${name} must be a JSON object`);
  return parsed as Record<string, unknown>;
}
