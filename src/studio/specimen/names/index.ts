// Plain Node. The books of names by language. To add one: a book, and its row here.
import { mainland, taiwanese } from './chinese.ts';
import { greek, russian } from './greek-and-russian.ts';
import type { NameBook } from './name-book.ts';
import { estonian, japanese, polish, swedish } from './northern-and-eastern.ts';
import { utopian } from './utopian.ts';
import { american, french, german, italian, portuguese, spanish, swiss } from './western.ts';

export const nameBooks = {
  ...{ utopian, german, french, spanish, portuguese, italian, swiss, american, polish, estonian, swedish },
  ...{ greek, russian, japanese, mainland, taiwanese },
} as const satisfies Record<string, NameBook>;
export type NameBookName = keyof typeof nameBooks;
