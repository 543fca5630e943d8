// Plain Node. Dates as states print them: a notation is a text with places for the day, the month and the year.

const english = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
/** Abbreviations as they stand in travel documents. */
const months = {
  polish: 'STY LUT MAR KWI MAJ CZE LIP SIE WRZ PAŹ LIS GRU'.split(' '),
  greek: 'ΙΑΝ ΦΕΒ ΜΑΡ ΑΠΡ ΜΑΪ ΙΟΥΝ ΙΟΥΛ ΑΥΓ ΣΕΠ ΟΚΤ ΝΟΕ ΔΕΚ'.split(' '),
  french: 'JANV FÉVR MARS AVR MAI JUIN JUIL AOÛT SEPT OCT NOV DÉC'.split(' '),
  spanish: 'ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC'.split(' '),
  swedish: 'JAN FEB MAR APR MAJ JUN JUL AUG SEP OKT NOV DEC'.split(' '),
  chinese: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
} as const;
export type MonthNames = keyof typeof months;

/**
 * `YYYY` the year, `YY` its last digits, `RRR` the year of the Republic of China; `MM` and `M` the month, `MMM` in English,
 * `LLL` in the language of `names`; `DD` and `D` the day. Everything else stands as it is.
 */
export function writeDate(isoDate: string, notation: string, names?: MonthNames): string {
  const [year, month, day] = isoDate.split('-') as [string, string, string];
  const local = names ? months[names] : english;
  const places: Readonly<Record<string, string>> = {
    YYYY: year,
    YY: year.slice(2),
    RRR: String(Number(year) - 1911),
    LLL: local[Number(month) - 1]!,
    MMM: english[Number(month) - 1]!,
    MM: month,
    M: String(Number(month)),
    DD: day,
    D: String(Number(day)),
  };
  return notation.replace(/YYYY|YY|RRR|LLL|MMM|MM|M|DD|D/g, (place) => places[place]!);
}

/** `8-4`: eight characters, a hyphen, four characters; what is left over follows. */
export function writeGroups(number: string, notation: string): string {
  let rest = number;
  const text = notation.replace(/\d+/g, (count) => {
    const group = rest.slice(0, Number(count));
    rest = rest.slice(Number(count));
    return group;
  });
  return text + rest;
}
