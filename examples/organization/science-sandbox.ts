import { refused, type SampleAccount } from './sample-account.ts';

export const scienceSandbox: SampleAccount = {
  account: '000000000006',
  name: 'science-sandbox',
  story: 'The data scientists: they call models wherever a new one comes out first, and never turned logging on.',
  regions: {
    'eu-central-1': { resources: { agent: 2, 'knowledge base': 1 } },
    'eu-west-1': { daysSinceLastCall: 0 },
    'us-east-1': { daysSinceLastCall: 12 },
    'us-east-2': { daysSinceLastCall: 45 },
    'us-west-2': { resources: { 'custom model': refused('denied', 'AccessDeniedException') } },
  },
};
