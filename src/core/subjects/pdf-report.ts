// Core. A person's PDF: what its parts have in common.
import type { SubjectExport } from '../../shared/domain/receipt.ts';
import { bytesInWords } from '../../shared/kernel/words.ts';
import { Sheet } from './pdf-sheet.ts';
import type { Words } from './words.ts';

/** Sizes of letters, in points. */
export const body = 9.5;
export const small = 8.5;

export class Report {
  readonly sheet: Sheet;
  readonly data: SubjectExport;
  readonly words: Words;

  constructor(data: SubjectExport, words: Words) {
    this.data = data;
    this.words = words;
    this.sheet = new Sheet(words.language, words.t('subject.title'), data.exportedAtMs);
  }

  /** Its heading; where there is nothing to show, that is said. */
  section(key: string, isFilled: boolean): void {
    this.sheet.heading(this.words.t(key));
    if (!isFilled) this.sheet.paragraph(this.words.t(`${key}.none`), { size: body, colour: 'soft' });
  }

  note(text: string): void {
    this.sheet.space(2);
    this.sheet.paragraph(text, { size: small, colour: 'soft' });
  }

  /** Keys of the locales, or names of fields, with what they stand for. */
  facts(rows: readonly (readonly [key: string, value: string])[]): void {
    const { open } = this.words;
    for (const [key, value] of rows) {
      const [prefix, ...name] = key.split('.') as [string, ...string[]];
      this.sheet.row([
        { text: open(prefix, name.join('.')), share: 0.28, size: body, colour: 'soft' },
        { text: value, share: 0.72, size: body, weight: 'strong' },
      ]);
      this.sheet.space(3.5);
    }
  }

  amount(unit: 'items' | 'images', count: number, bytes: number): string {
    const { t, language } = this.words;
    const size = bytesInWords(language, bytes);
    // Records have no files.
    if (count === 0) return size;
    return `${t(count === 1 ? `${unit}.one` : `${unit}.many`, { count })}, ${size}`;
  }

  time(atMs: number, more: Pick<Intl.DateTimeFormatOptions, 'second' | 'timeZoneName'> = {}): string {
    return new Intl.DateTimeFormat(this.words.language, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...more,
    }).format(atMs);
  }
}
