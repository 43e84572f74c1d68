/** Three-valued logic after Kleene: {@link no}, {@link maybe} or {@link yes}. AND is the lesser, OR the greater. */
export type Kleene = 0 | 1 | 2;

export const no: Kleene = 0;
export const maybe: Kleene = 1;
export const yes: Kleene = 2;

export const and = (one: Kleene, other: Kleene): Kleene => (one < other ? one : other);
export const or = (one: Kleene, other: Kleene): Kleene => (one > other ? one : other);
export const not = (one: Kleene): Kleene => (2 - one) as Kleene;
