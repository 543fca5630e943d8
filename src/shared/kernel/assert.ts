// Any process. Assertions state what must hold; a failed one is a bug in Proofdesk, never bad input.

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** The end of a switch over a closed union: the compiler proves it is never reached. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}
