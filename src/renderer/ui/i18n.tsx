// Renderer. Words in the chosen language. English is the list of keys; every other language has the same ones (tested).
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import en from '../../../resources/locales/en.json' with { type: 'json' };
import zhTW from '../../../resources/locales/zh-TW.json' with { type: 'json' };
import { fillIn, humanise, type Language, type Parameters } from '../../shared/kernel/words.ts';

export type MessageKey = keyof typeof en;
export type { Language };
export type Translate = (key: MessageKey, parameters?: Parameters) => string;

const catalogues = { en, 'zh-TW': zhTW } satisfies Record<Language, Record<MessageKey, string>>;
export const languages = Object.keys(catalogues) as Language[];
export const nameOfLanguage = (language: Language): string => catalogues[language]['language.name'];

export const isLanguage = (value: string): value is Language => Object.hasOwn(catalogues, value);

export const hasWords = (key: string): key is MessageKey => Object.hasOwn(en, key);

export const translate = (language: Language, key: MessageKey, parameters: Parameters = {}): string =>
  fillIn(catalogues[language][key], parameters);

/** For keys that come from outside (evidence labels, timings): their words, or the key itself made readable. */
export function translateOpen(language: Language, prefix: string, name: string): string {
  const key = `${prefix}.${name}`;
  return hasWords(key) ? translate(language, key) : humanise(name);
}

interface Words {
  readonly language: Language;
  readonly t: Translate;
  readonly open: (prefix: string, name: string) => string;
}

const wordsOf = (language: Language): Words => ({
  language,
  t: (key, parameters) => translate(language, key, parameters),
  open: (prefix, name) => translateOpen(language, prefix, name),
});

const WordsContext = createContext<Words>(wordsOf('en'));
export const useWords = (): Words => useContext(WordsContext);

export function WordsProvider({ language, children }: { language: Language; children: ReactNode }) {
  const words = useMemo(() => wordsOf(language), [language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <WordsContext value={words}>{children}</WordsContext>;
}
