import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { problemOf, validator } from '../engine/schemas.ts';

/** What AWS Config asks of the function. */
export interface ConfigEvent {
  /** The account that owns the rule. */
  readonly accountId: string;
  readonly configRuleName: string;
  readonly resultToken: string;
  /** The rule's parameters as AWS Config hands them over; empty when the rule has none. */
  readonly ruleParameters: Readonly<Record<string, unknown>>;
  readonly asks: Question;
}

/** What is to be judged: everything, or one resource that changed. */
export type Question = Everything | ChangedResource;

/** Every resource of the account and Region. */
interface Everything {
  readonly kind: 'everything';
  /** When AWS Config asked; it orders results by it. */
  readonly at: Date;
}

/** One resource that changed. */
export interface ChangedResource {
  readonly kind: 'resource';
  /** When AWS Config saw the change; it orders results by it. */
  readonly at: Date;
  readonly resource: { readonly type: string; readonly id: string };
  /** Whether it was deleted, or AWS Config stopped recording it. */
  readonly gone: boolean;
  /** Whether it is no longer in the scope of the rule. */
  readonly leftScope: boolean;
  /** Whether the event only sums up an item that is too large for it. */
  readonly isSummary: boolean;
}

const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' } as const;

/** What AWS Config hands over. */
export const eventSchemas = {
  event: {
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
  },
  scheduledNotification: {
    type: 'object',
    required: ['notificationCreationTime'],
    properties: { notificationCreationTime: time, awsAccountId: { type: 'string' } },
  },
  item: {
    type: 'object',
    required: ['configurationItemCaptureTime', 'configurationItemStatus', 'resourceType', 'resourceId'],
    properties: {
      awsAccountId: { type: 'string' },
      configurationItemCaptureTime: time,
      configurationItemStatus: { type: 'string' },
      resourceType: { type: 'string', minLength: 1 },
      resourceId: { type: 'string', minLength: 1 },
    },
  },
} as const satisfies Record<string, JSONSchema>;

/** What each has in it. */
interface EventParts {
  readonly event: FromSchema<typeof eventSchemas.event>;
  readonly scheduledNotification: FromSchema<typeof eventSchemas.scheduledNotification>;
  readonly item: FromSchema<typeof eventSchemas.item>;
}

/**
 * Parses the event with which AWS Config invokes a custom rule.
 *
 * @throws Error that says what the event lacks, or which message type was given and which are allowed
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
export function parseEvent(event: unknown): ConfigEvent {
  const { accountId, configRuleName, resultToken, ...rest } = valid('event', event, 'the event');
  const asks = question(parseObject(rest.invokingEvent, 'invokingEvent'), rest.eventLeftScope ?? false, accountId);
  return { accountId, configRuleName, resultToken, ruleParameters: parametersIn(rest.ruleParameters), asks };
}

function question(invoking: Record<string, unknown>, leftScope: boolean, accountId: string): Question {
  switch (invoking['messageType']) {
    case 'ScheduledNotification': {
      const { notificationCreationTime, awsAccountId } = valid('scheduledNotification', invoking, 'invokingEvent');
      refuseOtherAccount(awsAccountId, accountId);
      return { kind: 'everything', at: timeOf(notificationCreationTime, 'notificationCreationTime') };
    }
    case 'ConfigurationItemChangeNotification':
      return { ...changedResource(invoking['configurationItem'], 'configurationItem', accountId), leftScope };
    case 'OversizedConfigurationItemChangeNotification':
      return {
        ...changedResource(invoking['configurationItemSummary'], 'configurationItemSummary', accountId),
        leftScope,
        isSummary: true,
      };
    default:
      throw new Error(
        `invokingEvent has messageType ${JSON.stringify(invoking['messageType'])}; allowed: ScheduledNotification, ` +
          'ConfigurationItemChangeNotification, OversizedConfigurationItemChangeNotification',
      );
  }
}

/**
 * What a configuration item, in the form that invokes functions, asks of the rule.
 *
 * @param name what the item is called in messages
 * @throws Error that says what it lacks, or that it is of another account than the rule
 */
export function changedResource(item: unknown, name: string, accountId: string): ChangedResource {
  const { awsAccountId, ...changed } = valid('item', item, name);
  refuseOtherAccount(awsAccountId, accountId);
  return {
    kind: 'resource',
    at: timeOf(changed.configurationItemCaptureTime, 'configurationItemCaptureTime'),
    resource: { type: changed.resourceType, id: changed.resourceId },
    gone: !['OK', 'ResourceDiscovered'].includes(changed.configurationItemStatus),
    leftScope: false,
    isSummary: false,
  };
}

function refuseOtherAccount(given: string | undefined, accountId: string): void {
  if (given !== undefined && given !== accountId) throw new Error(`invokingEvent is of account ${given}, the rule of account ${accountId}`);
}

function parametersIn(text: string | undefined): Record<string, unknown> {
  return text === undefined || text.trim() === '' ? {} : parseObject(text, 'ruleParameters');
}

function timeOf(text: string, name: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new Error(`${name} is ${JSON.stringify(text)}, which is no time`);
  return at;
}

function valid<Part extends keyof EventParts>(part: Part, value: unknown, name: string): EventParts[Part] {
  const validate = validator(eventSchemas[part]);
  if (!validate(value)) throw new Error(`${name}: ${problemOf(validate)}`);
  return value as EventParts[Part];
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
