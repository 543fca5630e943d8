// Engine. Texts made comparable: what a reader of print may lose or change without changing what is said. Pure.

/** Letters that a reader of print takes a digit for, and back (confusions of OCR-B and of sans-serif faces). */
const digitOfLetter: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  О: '0', // Cyrillic
  Ο: '0', // Greek
  I: '1',
  L: '1',
  '|': '1',
  '!': '1',
  І: '1', // Cyrillic
  Ι: '1', // Greek
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
  В: '8', // Cyrillic
};
const letterOfDigit: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '8': 'B',
};

export const asDigits = (text: string): string =>
  text.replace(/[^\d]/gu, (letter) => digitOfLetter[letter.toUpperCase()] ?? letter);
export const asLetters = (text: string): string =>
  text.replace(/[|!]/g, 'I').replace(/\d/g, (digit) => letterOfDigit[digit] ?? digit);

/** Decimal digits of every script (Arabic-Indic, Thai, full width, ...) as `0` to `9`. */
export const westernDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!;
    if (code < 0x80) return digit;
    // Every run of decimal digits in Unicode is ten long and starts with its zero.
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String(code - zero);
  });

/** One insertion, deletion or replacement makes the one word the other. */
export function isOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1 || a === b) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from++;
  let tail = 0;
  while (tail < short.length - from && short.at(-1 - tail) === long.at(-1 - tail)) tail++;
  return long.length - from - tail === 1;
}
