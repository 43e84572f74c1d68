import { allDataTypes, deliveryRole, landingZone, oneBucket } from './landing-zone.ts';
import type { SampleAccount } from './sample-account.ts';

const account = '000000000007';
const american = landingZone(account, 'us-east-1');

export const warehouseVision: SampleAccount = {
  account,
  name: 'warehouse-vision',
  story: 'Photographs of pallets: logging was switched on in three Regions, and in two of them nothing is ever delivered.',
  roles: [deliveryRole(account)],
  regions: {
    'eu-central-1': {
      ...oneBucket(account, 'eu-central-1', 'northpike-pallet-prompts'),
      logging: {
        s3: { bucketName: 'northpike-pallet-prompts' },
        dataTypes: { text: false, image: false, embedding: false, video: false, audio: false },
      },
    },
    'eu-west-1': { logging: { dataTypes: allDataTypes } },
    'us-east-1': { ...american, logging: { ...american.logging, dataTypes: { ...allDataTypes, image: false, video: false } } },
  },
};
