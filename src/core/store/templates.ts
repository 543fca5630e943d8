// Core. Queries of every step, built once: building one takes longer than SQLite takes to answer it.
import type { CompiledQuery, Insertable } from 'kysely';
import { type Query, sql } from './read-handle.ts';
import type { Schema } from './schema.ts';

/** Where a parameter of a template goes. */
class Slot {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** `build` is given what stands for each parameter, and is asked once. */
export function template<Parameters extends object, Row>(
  build: (parameters: Parameters) => Query<Row>,
): (parameters: Parameters) => Query<Row> {
  let built: CompiledQuery<Row> | null = null;
  return (given) => ({
    compile() {
      built ??= build(new Proxy({} as Parameters, { get: (_, name) => new Slot(name) })).compile();
      const parameters = built.parameters.map((value) =>
        value instanceof Slot ? given[value.name as keyof Parameters] : value,
      );
      return { ...built, parameters };
    },
  });
}

/** What is made for each key once. */
export function once<Value>(): (key: string, make: () => Value) => Value {
  const known = new Map<string, Value>();
  return (key, make) => {
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
}

/** Of the same columns, whatever is in them. */
export const slotsOf = (names: readonly string[], slots: object): Record<string, never> =>
  Object.fromEntries(names.map((name) => [name, Reflect.get(slots, name) as never]));

const insertions = once<(row: object) => Query<unknown>>();

/** A template for each set of columns that is given. */
export function insertion<Table extends keyof Schema>(
  table: Table,
  row: Insertable<Schema[Table]>,
): Query<unknown> {
  const names = Object.keys(row);
  const build = () =>
    template((slots: object) => sql.insertInto(table).values(slotsOf(names, slots) as never));
  return insertions([table, ...names].join(), build)(row);
}
