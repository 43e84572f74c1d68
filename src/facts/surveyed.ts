import { never, type Certainty, type Found, type SurveyedPrincipal, type SurveyQuestion } from '../policy/survey.ts';

/** Questions that one survey takes. */
const mostQuestions = 30;

type Surveyed<Principal> = Omit<Found<Principal>, 'by' | 'broadly'> & { readonly by: Certainty[]; readonly broadly: Certainty[] };

/**
 * What surveys of any number of questions find, by the key of a principal. The answers stand in the order of the questions, those of the gates last; gates are
 * asked in every survey.
 */
export function surveyed<Principal extends SurveyedPrincipal>(
  questions: readonly SurveyQuestion[],
  gates: readonly SurveyQuestion[],
  ask: (questions: readonly SurveyQuestion[]) => readonly Found<Principal>[],
  keyOf: (principal: Principal) => string,
): Map<string, Found<Principal>> {
  const all = new Map<string, Surveyed<Principal>>();
  const none = (): Certainty[] => Array.from<Certainty>({ length: questions.length + gates.length }).fill(never);
  const size = mostQuestions - gates.length;
  for (let start = 0; start < questions.length; start += size) {
    const some = questions.slice(start, start + size);
    const placeOf = (at: number): number => (at < some.length ? start + at : questions.length + at - some.length);
    for (const found of ask([...some, ...gates])) {
      const key = keyOf(found.principal);
      const known = all.get(key) ?? { ...found, by: none(), broadly: none(), causes: [] };
      for (const [at, how] of found.by.entries()) known.by[placeOf(at)] = how;
      for (const [at, how] of found.broadly.entries()) known.broadly[placeOf(at)] = how;
      all.set(key, { ...known, causes: [...known.causes, ...found.causes] });
    }
  }
  return all;
}
