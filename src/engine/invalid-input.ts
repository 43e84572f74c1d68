/** Something the user gave is wrong; its message says what, what was given and what is allowed, and is all they need to see. */
export class InvalidInput extends Error {}
