import type { ConfigurationRecorderStatus, DeliveryChannelStatus } from '@aws-sdk/client-config-service';
import type { Limit } from '../../../engine/live-reader.ts';
import { demand } from '../../../facts/malformed.ts';
import { listOf } from '../../../facts/pages.ts';
import { look } from './look.ts';
import type { MemberClients } from './member-clients.ts';
import { fine, problem, type Observation, type Where } from './observation.ts';

/** Whether AWS Config records in a place, and delivers what it records. Conformance packs need the recorder. */
export async function seeRecorder(clients: MemberClients, where: Required<Where>, limit: Limit): Promise<Observation[]> {
  const seen = await Promise.all([
    look(limit, {
      ...where,
      check: 'recorder',
      what: 'the configuration recorder',
      actions: 'config:DescribeConfigurationRecorderStatus',
      read: () => clients.recorderStatus(),
      show: ({ ConfigurationRecordersStatus }) => [recorder(listOf(ConfigurationRecordersStatus), where)],
    }),
    look(limit, {
      ...where,
      check: 'delivery',
      what: 'the delivery channel',
      actions: 'config:DescribeDeliveryChannelStatus',
      read: () => clients.channelStatus(),
      show: ({ DeliveryChannelsStatus }) => [delivery(listOf(DeliveryChannelsStatus), where)],
    }),
  ]);
  return seen.flat();
}

/**
 * Recorders that a service keeps for itself do not count: they record for that service alone.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorderStatus.html
 */
function recorder(recorders: readonly ConfigurationRecorderStatus[], where: Where): Observation {
  const found = recorders.find(({ servicePrincipal }) => servicePrincipal === undefined);
  const start = 'start it: aws configservice start-configuration-recorder';
  if (!found)
    return problem('recorder', where, 'there is no configuration recorder', 'make a recorder and a delivery channel, and start it');
  demand(typeof found.recording === 'boolean', 'state of the recorder');
  if (!found.recording) return problem('recorder', where, 'the configuration recorder is stopped', start);
  if (found.lastStatus !== 'Failure') return fine('recorder', where);
  return problem(
    'recorder',
    where,
    `the configuration recorder fails: ${found.lastErrorCode ?? 'no error code'}`,
    'look at the role of the recorder',
  );
}

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DeliveryChannelStatus.html */
function delivery([channel]: readonly DeliveryChannelStatus[], where: Where): Observation {
  if (!channel) {
    return problem('delivery', where, 'there is no delivery channel', 'make one: aws configservice put-delivery-channel');
  }
  const infos = [channel.configHistoryDeliveryInfo, channel.configSnapshotDeliveryInfo, channel.configStreamDeliveryInfo];
  const failing = infos.find((info) => info?.lastStatus === 'Failure');
  if (!failing) return fine('delivery', where);
  return problem(
    'delivery',
    where,
    `the last delivery failed: ${failing.lastErrorCode ?? 'no error code'}`,
    'look at the bucket and topic of the delivery channel',
  );
}
