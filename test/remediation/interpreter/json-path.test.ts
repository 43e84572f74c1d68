import { expect, it } from 'vitest';
import { parseJsonPath } from './json-path.ts';

/** The response of AWS's own examples. */
const response = {
  NextToken: 'abcdefg',
  Reservations: [
    {
      Instances: [
        {
          ImageId: 'ami-12345678',
          BlockDeviceMappings: [{ Ebs: { DeleteOnTermination: true, VolumeId: 'vol-000000000000' } }],
          State: { Code: 16, Name: 'running' },
        },
      ],
    },
    { Instances: [{ BlockDeviceMappings: [{ Ebs: { VolumeId: 'vol-111111111111' } }], State: { Code: 80, Name: 'stopped' } }] },
  ],
};

it.each([
  ['$.Reservations[0].Instances[0].ImageId', 'ami-12345678'],
  ['$.Reservations[0].Instances[0].BlockDeviceMappings[0].Ebs.DeleteOnTermination', true],
  ['$.Reservations[0].Instances[0].State.Code', 16],
  ['$.Reservations..BlockDeviceMappings..VolumeId', ['vol-000000000000', 'vol-111111111111']],
  [
    '$.Reservations..Instances..State',
    [
      { Code: 16, Name: 'running' },
      { Code: 80, Name: 'stopped' },
    ],
  ],
  ['$.Reservations[2].Instances', undefined],
  ['$.NextToken.length', undefined],
  ['$..KmsKeyId', []],
])('%s', (path, selected) => {
  expect(parseJsonPath(path).select(response)).toEqual(selected);
});

it.each([
  'Reservations',
  '$',
  '$Reservations',
  '$.Reservations[*]',
  '$.Reservations[-1]',
  "$['Reservations']",
  '$.Reservations[?(@.x)]',
  '$.Reservations.length()',
  '$.a..',
])('refuses %s', (path) => {
  expect(() => parseJsonPath(path)).toThrow(/JSONPath/);
});
