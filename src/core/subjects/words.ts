// Core. The words of one language, for what core writes itself: the PDF of a person's data.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fillIn, humanise, type Language, type Parameters } from '../../shared/kernel/words.ts';

const locales = resolve(import.meta.dirname, '../../../resources/locales');

export interface Words {
  readonly language: Language;
  /** Throws where there are no words: a key is ours, so a missing one is a bug. */
  t(key: string, parameters?: Parameters): string;
  /** For codes that data bring along: their words, or the code itself made readable. */
  open(prefix: string, code: string): string;
}

export function loadWords(language: Language): Words {
  const catalogue = JSON.parse(readFileSync(`${locales}/${language}.json`, 'utf8')) as Record<string, string>;
  return {
    language,
    t: (key, parameters = {}) => {
      const template = catalogue[key];
      if (template === undefined) throw new Error(`No words for ${key} in ${language}`);
      return fillIn(template, parameters);
    },
    open: (prefix, code) => catalogue[`${prefix}.${code}`] ?? humanise(code),
  };
}
