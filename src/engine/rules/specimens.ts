// Engine. How specimen documents are known: words printed across them, the names and numbers of published ones, ICAO's
// Utopia. Tables and pure functions. To add one: a row, and its line in the test.
import type { DocumentFields } from '../../shared/domain/document.ts';
import { foldMarks } from '../../shared/domain/letters.ts';
import { asLetters, isOneEdit } from './fold.ts';
import { isoState } from './states.ts';
import { transliterate } from './transliteration.ts';

/** Words that nothing but a specimen bears, folded; wherever they stand. */
const unmistakable = (
  'SPECIMEN SPECIMENT ESPECIMEN ESPECIME SPESIMEN FACSIMILE MUSTERAUSWEIS MUSTERDOKUMENT PARAUGS PAVYZDYS NAIDIS UZORAK ' +
  'UZOREC WZOR VZOR ORNEKTIR NUMUNEDIR ОБРАЗЕЦ ЗРАЗОК УЗОРАК УЗОР УЛГИ ΔΕΙΓΜΑ ΥΠΟΔΕΙΓΜΑ 樣本 样本 樣張 样张 樣本證件 證件樣本 证件样本 見本 ' +
  '견본 ตัวอย่าง نموذج עותק'
).split(' ');
/** Words that are also names or parts of forms: a hint where they make up a whole line, for a person to look at. */
const hints = (
  'MUSTER SAMPLE VOID MODELO MODELE MODEL EXEMPLE EXEMPLO EJEMPLO ESEMPIO CAMPIONE MINTA ORNEK CONTOH MAU EXEMPLAR ' +
  'PROEF VOORBEELD EKSEMPEL EXEMPEL MALLI DEMO TEST TRAINING'
).split(' ');
/** Chinese and Japanese part no words. */
const unparted = unmistakable.filter((word) =>
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Thai}]/u.test(word),
);

/** Names given to nobody: surname, given names (`null` for any), as in a zone. */
const invented: readonly (readonly [surname: string, givenNames: string | null])[] = [
  ['SPECIMEN', null],
  ['UK SPECIMEN', null],
  ['MUSTERMANN', 'ERIKA'], // Germany, Austria
  ['MUSTERMANN', 'MAX'],
  ['MUSTERMANN', 'MARIA'],
  ['MUSTERFRAU', null],
  ['ERIKSSON', 'ANNA MARIA'], // Doc 9303 parts 4 to 7
  ['TRAVELER', 'HAPPY'], // United States
  ['CARDHOLDER', 'IMA'], // California
  ['SAMPLE', 'JANICE'], // AAMVA card design standard
  ['ZHENGJIAN', 'YANGBEN'], // China: 证件样本, "specimen document"
  ['GAIMU', 'SAKURA'], // Japan: the foreign ministry's cherry
  ['CITIZEN', 'JANE'], // Australia
  ['CITIZEN', 'JOHN'],
  ['MEIKALAINEN', 'MAIJA'], // Finland
  ['MEIKALAINEN', 'MATTI'],
  ['ESPANOLA ESPANOLA', null], // Spain
  ['PAVARDENIS', 'VARDENIS'], // Lithuania: "name", "surname"
  ['VZOROVA', null], // Slovakia
];
/** Names of specimens that people bear as well. */
const borrowed = ['MUSTERMANN', 'MUSTER', 'SAMPLE', 'CITIZEN', 'MINTA', 'ORNEK'];
/** In the holder's own script. */
const inventedNative = ['陳筱玲', '证件样本', '證件樣本', '樂永晴'];

/** Numbers of documents and persons on specimens that issuers publish: ISO code of the state, number. */
const published: readonly (readonly [state: string, number: string])[] = [
  ['UTO', 'L898902C3'],
  ['UTO', 'L898902C'],
  ['UTO', 'D23145890'],
  ['DEU', 'C01X00T47'],
  ['DEU', 'C01X0006H'],
  ['DEU', 'T22000129'],
  ['DEU', 'L01X00T47'],
  ['DEU', 'LZ6311T47'],
  ['FRA', 'X4RTBPFW4'],
  ['FRA', '880692310285'],
  ['ESP', '99999999R'],
  ['ESP', 'AAA000000'],
  ['ITA', 'CA00000AA'],
  ['TWN', 'A234567890'],
  ['TWN', 'A234567893'],
  ['TWN', '888800371'],
  ['HKG', 'Z6833655'],
  ['CAN', 'ZE000509'],
  ['CAN', 'P123456AA'],
  ['EST', '38001085718'],
  ['EST', '47101010033'],
];

export interface SpecimenSign {
  readonly kind: 'word' | 'name' | 'number' | 'state';
  /** A person may bear the name, or a form the word. */
  readonly certain: boolean;
  readonly value: string;
  /** Which of the lines given. */
  readonly line: number | null;
}

/** @param lines lines of print, wherever they stand on the document. */
export function specimenSigns(fields: DocumentFields, lines: readonly string[]): SpecimenSign[] {
  return [...signsOfFields(fields), ...lines.flatMap((text, line) => signOfLine(text, line, fields))];
}

function signsOfFields(fields: DocumentFields): SpecimenSign[] {
  const found: SpecimenSign[] = [];
  const state = isoState(fields.issuingState ?? '');
  // Doc 9303 part 3, section 5 reserves it for specimens.
  if (state === 'UTO' || fields.nationality === 'UTO') {
    found.push({ kind: 'state', certain: true, value: 'UTO', line: null });
  }
  const inZone = (name: string | undefined) => transliterate(name ?? '') ?? '';
  const [surname, givenNames] = [inZone(fields.surname), inZone(fields.givenNames)];
  // A specimen's names may be parted otherwise: the first given name decides.
  const isInvented = invented.some(
    ([family, given]) =>
      surname === family && (given === null || givenNames === given || givenNames.startsWith(`${given} `)),
  );
  if (isInvented) {
    found.push({ kind: 'name', certain: true, value: `${surname} ${givenNames}`.trim(), line: null });
  } else if (`${surname} ${givenNames}`.split(' ').includes('SPECIMEN')) {
    found.push({ kind: 'name', certain: true, value: `${surname} ${givenNames}`.trim(), line: null });
  } else if (borrowed.includes(surname)) {
    found.push({ kind: 'name', certain: false, value: surname, line: null });
  }
  const native = (fields.nativeName ?? '').replace(/\s/g, '');
  if (inventedNative.includes(native)) {
    found.push({ kind: 'name', certain: true, value: native, line: null });
  }
  for (const text of [fields.documentNumber, fields.personalNumber]) {
    const number = (text ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
    const isPublished = published.some(
      ([issuer, known]) => issuer === state && (number === known || number.slice(0, -1) === known),
    );
    if (isPublished || /^SPEC/.test(number))
      found.push({ kind: 'number', certain: true, value: number, line: null });
  }
  return found;
}

function signOfLine(text: string, line: number, fields: DocumentFields): SpecimenSign[] {
  const folded = foldMarks(text).replace(/[-–'’.]/g, '');
  if (unparted.some((word) => folded.includes(word)))
    return [{ kind: 'word', certain: true, value: text, line }];
  const words = asLetters(folded)
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '');
  const joined = words.join('');
  const isUnmistakable = (word: string) =>
    unmistakable.some(
      (known) => word === known || (known.length > 6 && word.length > 6 && isOneEdit(word, known)),
    );
  if (words.some(isUnmistakable) || isUnmistakable(joined))
    return [{ kind: 'word', certain: true, value: text, line }];
  // The holder's own name is judged as a name.
  const names = [fields.surname, fields.givenNames].map((name) =>
    foldMarks(name ?? '').replace(/[^\p{L}]/gu, ''),
  );
  if (hints.includes(joined) && !names.includes(joined))
    return [{ kind: 'word', certain: false, value: text, line }];
  return [];
}
