/** Works out an answer once for each text. */
export function remembered<Given extends unknown[], Value>(
  work: (text: string, ...given: Given) => Value,
): (text: string, ...given: Given) => Value {
  const known = new Map<string, Value>();
  return (text, ...given) => {
    const memo = known.get(text);
    if (memo !== undefined) return memo;
    const value = work(text, ...given);
    known.set(text, value);
    return value;
  };
}
