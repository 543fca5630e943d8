// Engine. The sex marker as states print it, to the letters of Doc 9303: M, F, X (unspecified). Pure.

import { foldMarks } from '../../shared/domain/letters.ts';
import { lookUp } from './look-up.ts';

export type Sex = 'M' | 'F' | 'X';

/** Words and initials that mean one thing wherever they stand; keys are folded. */
const markers: Readonly<Record<Sex, readonly string[]>> = {
  M: (
    'M H MALE MAN HOMME HOMBRE VARON MASCULIN MASCULINO MASCHILE MASCHIO MANNLICH MANNELIJK MEZCZYZNA MUZ MUSKI MUSKO ' +
    'MUZSKY MUZSKE MOSKI MIES MEES VYRAS VIRIETIS BARBAT FERFI ERKEK KISI MASHKULL RAGEL MASKIL FIREANN KARL MAND MANN ' +
    'LELAKI LAKI-LAKI LAKI NAM М МУЖ МУЖСКОИ Ч ЧОЛ ЧОЛОВІЧА МУЖКИ МУШКИ МАШКИ ΑΡΡΕΝ ΑΝΔΡΑΣ 男 男性 남 남자 ชาย ذكر זכר'
  ).split(' '),
  F: (
    'F W FEMALE WOMAN FEMME MUJER MULHER FEMENINO FEMININO FEMININ FEMMINA FEMMINILE WEIBLICH VROUW VROUWELIJK KOBIETA Z ' +
    'ZENA ZENSKI ZENSKO ZENSKY ZENSKE NAINEN NAINE MOTERIS SIEVIETE FEMEIE NO KADIN FEMER MARA FEMMINIL BAINEANN KONA ' +
    'KVINDE KVINNE KVINNA PEREMPUAN WANITA NU Ж ЖЕН ЖЕНСКИИ ЖІН ЖІНОЧА ЖЕНСКИ Θ ΘΗΛΥ ΓΥΝΑΙΚΑ 女 女性 여 여자 หญิง أنثى ' +
    'נקבה'
  ).split(' '),
  X: 'X < D DIVERS UNSPECIFIED OTHER NON-BINARY NONBINARY INDETERMINATE INDETERMINE NEUTRAL'.split(' '),
};
const common: ReadonlyMap<string, Sex> = new Map(
  (['M', 'F', 'X'] as const).flatMap((sex) => markers[sex].map((word) => [word, sex] as const)),
);

/** Initials of national languages that mean another thing elsewhere. */
const national: Readonly<Record<string, Readonly<Record<string, Sex>>>> = {
  NLD: { V: 'F' },
  BEL: { V: 'F' },
  LTU: { V: 'M', M: 'F' }, // vyras, moteris
  LVA: { V: 'M', S: 'F' }, // vīrietis, sieviete
  HUN: { F: 'M', N: 'F' }, // férfi, nő
  EST: { N: 'F' },
  FIN: { N: 'F' },
  POL: { K: 'F' },
  DNK: { K: 'F' },
  SWE: { K: 'F' },
  NOR: { K: 'F' },
  TUR: { K: 'F', E: 'M' },
  ESP: { V: 'M' },
  GRC: { A: 'M', Α: 'M' },
  VNM: { N: 'F' },
};

/**
 * Where two initials stand ("K/F", "М/M"), the last of M, F and X is the international one (Doc 9303 part 4, 4.1.1.1:
 * the national initial, an oblique, then ICAO's). Null where the text is no marker, or the state would have to decide.
 * @param state ICAO code of the issuing state; `null` where it is not known.
 */
export function sexOf(text: string, state: string | null): Sex | null {
  const parts = foldMarks(text)
    .split(/[/|,;()\s.]+/)
    .filter((part) => part !== '');
  if (parts.length === 0 || parts.length > 4) return null;
  if (parts.length > 1) {
    const international = parts.filter((part): part is Sex => /^[MFX]$/.test(part)).at(-1);
    if (international) return international;
  }
  const found = new Set(
    parts.map(
      (part) => (state ? lookUp(lookUp(national, state) ?? {}, part) : undefined) ?? common.get(part) ?? null,
    ),
  );
  const [only] = found;
  return found.size === 1 ? (only ?? null) : null;
}
