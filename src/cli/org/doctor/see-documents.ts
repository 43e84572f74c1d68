import type { DocumentDescription } from '@aws-sdk/client-ssm';
import type { Limit } from '../../../engine/live-reader.ts';
import { demand } from '../../../facts/malformed.ts';
import { describeError } from '../../../facts/unreadable.ts';
import { look } from './look.ts';
import type { MemberClients } from './member-clients.ts';
import { fine, problem, type Observation, type Where } from './observation.ts';
import type { Version } from './versions.ts';

/**
 * Whether the documents of the runbooks are in a place: their default versions, which AWS Config starts.
 *
 * That documents of the same text have the same hash in every account is U-20.
 *
 * @param note takes the version of each document
 */
export async function seeDocuments(
  clients: MemberClients,
  names: readonly string[],
  where: Required<Where>,
  limit: Limit,
  note: (version: Version) => void,
): Promise<Observation[]> {
  const seen = await Promise.all(
    names.map((name) =>
      look(limit, {
        ...where,
        check: 'documents',
        what: `document ${name}`,
        actions: 'ssm:DescribeDocument',
        read: () => documentNamed(clients, name),
        show: (found) => {
          if (found) note({ ...where, check: 'document-versions', of: `document ${name}`, hash: hashOf(found) });
          return [judged(name, found, where)];
        },
      }),
    ),
  );
  return seen.flat();
}

/** `undefined` when there is none. */
async function documentNamed(clients: MemberClients, name: string): Promise<DocumentDescription | undefined> {
  try {
    const { Document } = await clients.document(name);
    demand(Document, 'document');
    return Document;
  } catch (error) {
    if (describeError(error).name === 'InvalidDocument') return undefined;
    throw error;
  }
}

function judged(name: string, found: DocumentDescription | undefined, where: Where): Observation {
  if (!found) return problem('documents', where, `there is no document ${name}`, 'deploy again');
  if (found.Status === undefined || found.Status === 'Active') return fine('documents', where);
  const reason = found.StatusInformation === undefined ? '' : `: ${found.StatusInformation}`;
  return problem('documents', where, `document ${name} is ${found.Status}${reason}`, 'deploy again');
}

function hashOf({ Hash }: DocumentDescription): string {
  demand(typeof Hash === 'string' && Hash !== '', 'hash of a document');
  return Hash;
}
