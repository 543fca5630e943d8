// Engine. Texts made comparable: what a reader of print may lose or change without changing what is said. Pure.

/** Letters that are no letter with a mark, so that decomposition leaves them alone. */
const plainLetters: Readonly<Record<string, string>> = {
  Ł: 'L',
  Ø: 'O',
  Đ: 'D',
  Ð: 'D',
  Ħ: 'H',
  Ŧ: 'T',
  Ŀ: 'L',
  Æ: 'AE',
  Œ: 'OE',
  Þ: 'TH',
  ẞ: 'SS',
  ß: 'SS',
  ı: 'I',
  ĸ: 'K',
  Ŋ: 'N',
  Ə: 'A',
};

/**
 * Capitals without the marks of Latin, Greek and Cyrillic letters. Marks of other scripts stay: in Thai they tell words
 * apart.
 */
export const foldMarks = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[ŁØĐÐĦŦĿÆŒÞẞßıĸŊƏ]/g, (letter) => plainLetters[letter]!);

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
