import { expect, it } from 'vitest';
import { documents } from '../../../../remediation/documents.ts';
import { rendered } from '../../../../src/generate/automation-document.ts';
import { lintDocument } from './language-service.ts';

it.each(documents.map((document) => [document.runbook.id, document] as const))(
  "AWS's language service finds no fault with %s",
  async (_id, document) => {
    expect(await lintDocument(await rendered(document))).toEqual([]);
  },
);

it('but with one that has a fault', async () => {
  const [document] = documents;
  if (!document) throw new Error('there is no document');
  const faulty = (await rendered(document)).replace('action: aws:branch', 'action: aws:fork');
  expect(await lintDocument(faulty)).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/^Value is not accepted/) as string }),
  ]);
});
