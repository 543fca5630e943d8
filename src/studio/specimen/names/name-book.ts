// Plain Node. What a language's book of names holds. No combination is anybody's in particular.

/** A name in Latin letters, or in its own script and in Latin. */
export type Name = string | readonly [native: string, latin: string];

export interface NameBook {
  readonly surnames: readonly Name[];
  readonly givenNames: Readonly<Record<'F' | 'M' | 'X', readonly Name[]>>;
  /** Given names are put together from this many syllables of the list (China and Taiwan). */
  readonly syllables?: { readonly joinedBy: string };
  readonly places: readonly string[];
  readonly authorities: readonly string[];
  readonly addresses: readonly string[];
}
