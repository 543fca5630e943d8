// Plain Node. Fills a layout's templates with a holder: what stands in print, and which part of it is which field.
import type { DocumentFieldName } from '../../shared/domain/document.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { Holder } from './holder.ts';
import type { Layout } from './layout.ts';
import { writeDate, writeGroups } from './notations.ts';

/** Characters `from` to `to` (exclusive) of a printed line are this field, or a part of it. */
export interface Span {
  readonly field: DocumentFieldName;
  readonly from: number;
  readonly to: number;
  /** Normalised as in `DocumentFields`. */
  readonly value: string;
}
export interface PrintedLine {
  readonly text: string;
  readonly spans: readonly Span[];
}

interface Item {
  readonly text: string;
  readonly field: DocumentFieldName | null;
  readonly value: string;
}

const capitals = (text: string) =>
  // Greek capitals bear no accents.
  [...text.toUpperCase()]
    .map((letter) =>
      /\p{Script=Greek}/u.test(letter)
        ? letter
            .normalize('NFD')
            .replace(/\u0301/g, '')
            .normalize('NFC')
        : letter,
    )
    .join('');

/** The whole name in the holder's script; Chinese puts no space into it. */
export function nativeNameOf(holder: Holder): string {
  const joint = /\p{Script=Han}/u.test(holder.nativeSurname) ? '' : ' ';
  return capitals(`${holder.nativeSurname}${joint}${holder.nativeGivenNames}`).trim();
}

function itemOf(name: string, notation: string | undefined, layout: Layout, holder: Holder): Item {
  const { words } = layout;
  const cased = (text: string) => (words.mixedCase ? text : capitals(text));
  const field = (fieldName: DocumentFieldName, text: string, value: string): Item => ({
    text,
    field: fieldName,
    value,
  });
  switch (name) {
    case 'birthDate':
    case 'issueDate':
    case 'expiryDate':
      return field(name, writeDate(holder[name], notation ?? words.dates, words.months), holder[name]);
    case 'surname':
    case 'givenNames':
      return field(name, cased(holder[name]), cased(holder[name]));
    case 'nativeSurname':
    case 'nativeGivenNames':
      return field('nativeName', capitals(holder[name]), nativeNameOf(holder));
    case 'nativeName':
      return field(name, nativeNameOf(holder), nativeNameOf(holder));
    case 'documentNumber':
    case 'personalNumber':
      return field(name, notation ? writeGroups(holder[name], notation) : holder[name], holder[name]);
    case 'nationality':
      // A test may give a Utopian document to a citizen of elsewhere.
      return field(
        name,
        holder.nationality === layout.issuer.state ? words.nationality : holder.nationality,
        holder.nationality,
      );
    case 'issuingState':
      return field(name, words.state ?? holder.issuingState, holder.issuingState);
    case 'sex':
      return field(name, words.sex[holder.sex], holder.sex);
    case 'type':
      return { text: words.type, field: null, value: '' };
    case 'birthPlace':
    case 'authority':
    case 'address':
    case 'father':
    case 'mother':
      return { text: cased(holder[name]), field: null, value: '' };
    case 'heightCm':
    case 'heightM':
    case 'heightFeet':
      return { text: heights[name](holder.heightCm), field: null, value: '' };
    default: {
      const own = words.own?.[name];
      assert(own !== undefined, `${layout.document} prints {${name}}, which nobody has`);
      return { text: own, field: null, value: '' };
    }
  }
}

const heights = {
  heightCm: (centimetres: number) => String(centimetres),
  heightM: (centimetres: number) => (centimetres / 100).toFixed(2).replace('.', ','),
  heightFeet: (centimetres: number) => {
    const inches = Math.round(centimetres / 2.54);
    return `${Math.floor(inches / 12)}'-${String(inches % 12).padStart(2, '0')}"`;
  },
} as const;

/** Fills one template of a row. */
export function fill(template: string, layout: Layout, holder: Holder): PrintedLine {
  let text = '';
  const spans: Span[] = [];
  for (const [part, name, notation] of template.matchAll(/\{(\w+)(?:\|([^}]*))?\}|[^{]+/g)) {
    if (name === undefined) {
      text += part;
      continue;
    }
    const item = itemOf(name, notation, layout, holder);
    const from = [...text].length;
    text += item.text;
    if (item.field && item.text)
      spans.push({ field: item.field, from, to: [...text].length, value: item.value });
  }
  return { text, spans };
}
