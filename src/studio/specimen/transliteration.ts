// Plain Node. Greek and Cyrillic names in Latin letters: ELOT 743, and ICAO Doc 9303-3, section 6.B for Russian.

/** Doc 9303-3, table 6-B, the letters of Russian. */
const cyrillic: Readonly<Record<string, string>> = {
  ...{
    А: 'A',
    Б: 'B',
    В: 'V',
    Г: 'G',
    Д: 'D',
    Е: 'E',
    Ё: 'E',
    Ж: 'ZH',
    З: 'Z',
    И: 'I',
    Й: 'I',
    К: 'K',
    Л: 'L',
  },
  ...{ М: 'M', Н: 'N', О: 'O', П: 'P', Р: 'R', С: 'S', Т: 'T', У: 'U', Ф: 'F', Х: 'KH', Ц: 'TS', Ч: 'CH' },
  ...{ Ш: 'SH', Щ: 'SHCH', Ъ: 'IE', Ы: 'Y', Ь: '', Э: 'E', Ю: 'IU', Я: 'IA' },
};

const greek: Readonly<Record<string, string>> = {
  ...{
    Α: 'A',
    Β: 'V',
    Γ: 'G',
    Δ: 'D',
    Ε: 'E',
    Ζ: 'Z',
    Η: 'I',
    Θ: 'TH',
    Ι: 'I',
    Κ: 'K',
    Λ: 'L',
    Μ: 'M',
    Ν: 'N',
  },
  ...{ Ξ: 'X', Ο: 'O', Π: 'P', Ρ: 'R', Σ: 'S', Τ: 'T', Υ: 'Y', Φ: 'F', Χ: 'CH', Ψ: 'PS', Ω: 'O' },
  ...{ ΓΓ: 'NG', ΓΞ: 'NX', ΓΧ: 'NCH', ΟΥ: 'OU' },
};
/** Υ after Α, Ε or Η is F before these and at the end, else V. */
const voiceless = 'ΘΚΞΠΣΤΦΧΨ';

function greekAt(text: string, index: number): readonly [latin: string, length: number] {
  const [here, next, third] = [text[index]!, text[index + 1] ?? '', text[index + 2] ?? ''];
  if (next === 'Υ' && 'ΑΕΗ'.includes(here)) {
    const fricative = /\p{L}/u.test(third) && !voiceless.includes(third) ? 'V' : 'F';
    return [greek[here]! + fricative, 2];
  }
  if (here === 'Μ' && next === 'Π') {
    // B at the beginning or the end of a word, MP inside.
    const atEdge = !/\p{L}/u.test(text[index - 1] ?? '') || !/\p{L}/u.test(third);
    return [atEdge ? 'B' : 'MP', 2];
  }
  const pair = greek[here + next];
  return pair && next ? [pair, 2] : [greek[here] ?? here, 1];
}

/** In capitals. What is neither Greek nor Cyrillic stays. */
export function latinOf(native: string): string {
  // Й and Ё are letters of their own; Greek accents are marks.
  const text = [...native.toUpperCase().normalize('NFC')]
    .map((letter) =>
      /\p{Script=Greek}/u.test(letter) ? letter.normalize('NFD').replace(/\p{M}/gu, '') : letter,
    )
    .join('');
  let latin = '';
  for (let index = 0; index < text.length; ) {
    const letter = text[index]!;
    const [written, length] = letter in cyrillic ? ([cyrillic[letter]!, 1] as const) : greekAt(text, index);
    latin += written;
    index += length;
  }
  return latin;
}
