import { expect, it } from 'vitest';
import { outflows, type Outflows } from '../../src/facts/log-outflows.ts';

const scope = { partition: 'aws', account: '111122223333', region: 'us-east-1' } as const;
const siem = 'arn:aws:logs:us-east-1:444455556666:destination:siem';
const none: Outflows = { subscriptions: { filters: [] }, accountSubscriptions: { policies: [] }, links: { links: [] } };

const found = (some: Partial<Outflows>) =>
  outflows({ ...none, ...some }, '/bedrock/prompts', scope).map(({ outsider, reads, through, doubt }) => [
    outsider.id,
    reads,
    through,
    doubt,
  ]);

it('finds nobody where nothing leaves', () => {
  expect(found({})).toEqual([]);
});

it.each([
  ['a destination of CloudWatch Logs', siem, '444455556666'],
  ['a stream of another account', 'arn:aws:kinesis:us-east-1:777788889999:stream/logs', '777788889999'],
  ['an ARN without an account', 'arn:aws:s3:::bucket', 'arn:aws:s3:::bucket'],
  ['no ARN', 'somewhere', 'somewhere'],
])('finds who gets the records by a subscription filter to %s', (_what, destinationArn, id) => {
  expect(found({ subscriptions: { filters: [{ name: 'all', destinationArn }] } })).toEqual([[id, 3, 'subscription filter all', undefined]]);
});

it('passes over a subscription filter to the own account', () => {
  const destinationArn = 'arn:aws:lambda:us-east-1:111122223333:function:index';
  expect(found({ subscriptions: { filters: [{ name: 'all', destinationArn }] } })).toEqual([]);
});

it('finds who gets the records by policies of the account, and doubts what it does not understand', () => {
  const policies = [
    { name: 'all', destinationArn: siem },
    { name: 'some', destinationArn: siem, selectionCriteria: 'LogGroupName NOT IN ["/other"]' },
    { name: 'others', destinationArn: siem, selectionCriteria: 'LogGroupName NOT IN ["/bedrock/prompts"]' },
    { name: 'new', destinationArn: siem, selectionCriteria: 'LogGroupClass = "STANDARD"' },
  ];
  expect(found({ accountSubscriptions: { policies } })).toEqual([
    ['444455556666', 3, 'account subscription policy all', undefined],
    ['444455556666', 3, 'account subscription policy some', undefined],
    ['444455556666', 1, 'account subscription policy new', 'which log groups LogGroupClass = "STANDARD" selects'],
  ]);
});

it('finds the monitoring accounts with which log groups are shared', () => {
  const link = { id: 'l', sinkArn: 'arn:aws:oam:us-east-1:444455556666:sink/s', resourceTypes: ['AWS::Logs::LogGroup'] };
  const links = [
    link,
    { ...link, resourceTypes: ['AWS::CloudWatch::Metric'] },
    { ...link, logGroupFilter: "LogGroupName LIKE '/aws/%'" },
    { ...link, logGroupFilter: 'all of them' },
  ];
  expect(found({ links: { links } })).toEqual([
    ['444455556666', 3, 'link to a monitoring account', undefined],
    ['444455556666', 1, 'link to a monitoring account', 'which log groups all of them selects'],
  ]);
});
