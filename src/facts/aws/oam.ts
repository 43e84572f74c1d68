import { refuseForeignAnswers } from './client-config.ts';
import type { ClientSettings } from './connection.ts';
import { GetLinkCommand, ListLinksCommand, oamClient } from './oam-client.ts';

export type OamOperations = ReturnType<typeof oamOperations>;

/** The operations of oam that facts read with. */
export function oamOperations(settings: ClientSettings) {
  const client = refuseForeignAnswers(oamClient(settings));
  return {
    getLink: (Identifier: string) => client.send(new GetLinkCommand({ Identifier })),
    listLinks: (NextToken: string | undefined) => client.send(new ListLinksCommand({ NextToken })),
  };
}
