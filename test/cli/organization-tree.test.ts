import { describe, expect, it } from 'vitest';
import type { Root } from '@aws-sdk/client-organizations';
import { pathTo, readRoot } from '../../src/cli/organization-tree.ts';
import type { OrganizationsOperations } from '../../src/facts/aws/organizations.ts';

const account = '222233334444';
const root: Root = {
  Id: 'r-abcd',
  Arn: 'arn:aws:organizations::111122223333:root/o-exampleorgid/r-abcd',
  PolicyTypes: [
    { Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' },
    { Type: 'RESOURCE_CONTROL_POLICY', Status: 'PENDING_ENABLE' },
    { Type: 'TAG_POLICY', Status: 'PENDING_DISABLE' },
  ],
};

/** An organisation that says this of its roots. */
const saying = (Roots: unknown) => ({ listRoots: () => Promise.resolve({ Roots }) }) as unknown as OrganizationsOperations;

describe('the root', () => {
  it('tells the organisation, its management account and the types of policy that hold', async () => {
    expect(await readRoot(saying([root]))).toEqual({
      organization: 'o-exampleorgid',
      management: '111122223333',
      enabled: new Set(['SERVICE_CONTROL_POLICY']),
    });
  });

  it.each([
    ['no root', []],
    ['two roots', [root, root]],
    ['a root without an ARN', [{ ...root, Arn: undefined }]],
    ['the ARN of something else', [{ ...root, Arn: 'arn:aws:organizations::111122223333:ou/o-exampleorgid/ou-abcd-12345678' }]],
    ['an ARN without an account', [{ ...root, Arn: 'arn:aws:organizations:::root/o-exampleorgid/r-abcd' }]],
    ['no list of policy types, which would mean that nothing restricts', [{ ...root, PolicyTypes: undefined }]],
    ['policy types that are no list', [{ ...root, PolicyTypes: 'all' }]],
  ])('is unreadable when the answer has %s', async (_what, roots) => {
    await expect(readRoot(saying(roots))).rejects.toMatchObject({
      message: 'the root of the organisation could not be read: malformed (MalformedAnswer)',
    });
  });
});

describe('the path to an account', () => {
  it('begins at the root and ends with the account', async () => {
    const parents = new Map([
      [account, { id: 'ou-inner', isRoot: false }],
      ['ou-inner', { id: 'ou-outer', isRoot: false }],
      ['ou-outer', { id: 'r-abcd', isRoot: true }],
    ]);
    const parentOf = (child: string) => Promise.resolve(parents.get(child) ?? { id: 'nobody', isRoot: false });
    expect(await pathTo(account, parentOf)).toEqual(['r-abcd', 'ou-outer', 'ou-inner', account]);
  });

  it('is unreadable when it goes in circles', async () => {
    const parentOf = (child: string) => Promise.resolve({ id: child === 'ou-one' ? 'ou-other' : 'ou-one', isRoot: false });
    await expect(pathTo(account, parentOf)).rejects.toMatchObject({ refusal: 'malformed' });
  });
});
