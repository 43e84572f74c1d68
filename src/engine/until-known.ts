import { notYetRead, type Fact, type Known, type Reader } from '../facts/fact.ts';
import { attemptTo, type Attempt } from '../facts/unreadable.ts';

/**
 * Does work that needs facts: as long as it asks for facts that have not been read, reads them, all at the same time, and does the work again.
 *
 * @param work pure, so that it can be done again
 * @throws whatever the work threw
 */
export async function untilKnown<Result>(reader: Reader, work: (known: Known) => Result): Promise<Result> {
  const outcomes = new Map<Fact<unknown>, Map<string, Attempt<unknown>>>();
  for (;;) {
    const reads: Promise<void>[] = [];
    const known: Known = <Value>(fact: Fact<Value>, resource: string) => {
      const ofFact = outcomes.get(fact) ?? new Map<string, Attempt<unknown>>();
      outcomes.set(fact, ofFact);
      const outcome = ofFact.get(resource);
      if (!outcome) {
        reads.push(attemptTo(reader.read(fact, resource)).then((read) => void ofFact.set(resource, read)));
        throw notYetRead;
      }
      if ('unreadable' in outcome) throw outcome.unreadable;
      return outcome.value as Value | undefined;
    };
    try {
      return work(known);
    } catch (error) {
      if (error !== notYetRead) throw error;
    }
    await Promise.all(reads);
  }
}
