// Engine. Tables are asked with texts that were read from a photograph: a word such as `constructor` is no row. Pure.

export const lookUp = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
