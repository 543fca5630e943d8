// Any process. Letters made comparable, whatever marks they carry. Pure.

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
