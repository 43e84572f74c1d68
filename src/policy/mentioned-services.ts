/** What may hide an action from a search of the text: an escape, or a list of what is left out. */
const hiding = String.raw`\\|"Not(?:Action|Resource|Principal)"`;

/** A wildcard in place of the service. The `*` that says "every resource" stands in most policies, and is no action. */
const anyService = String.raw`"(?!\*"(?<="Resource"\s*:\s*"\*"))[^":*?]*[*?]`;

/**
 * Makes what tells whether a policy document of a principal may name actions of some services. It is asked of a hundred thousand documents, so it searches the
 * text and parses nothing: it is never wrong about a document that names one, and takes in some that name none.
 *
 * @param services as actions begin, such as `s3`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function mentions(services: readonly string[]): (document: string) => boolean {
  const pattern = new RegExp(`${hiding}|"(?:${services.join('|')}):|${anyService}`, 'i');
  return (document) => pattern.test(document);
}
