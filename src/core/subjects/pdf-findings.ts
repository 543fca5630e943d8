// Core. A person's PDF: what was read, photographed, checked and decided.
import { imageRoles } from '../../shared/domain/check.ts';
import { documentFieldNames } from '../../shared/domain/document.ts';
import { body, type Report, small } from './pdf-report.ts';
import type { Colour } from './pdf-style.ts';

const statusColours: Record<string, Colour> = { passed: 'good', failed: 'bad', inconclusive: 'warn' };

export function fields(report: Report): void {
  const entries = inOrder(
    Object.entries(report.data.fields),
    ([name]) => name,
    documentFieldNames as readonly string[],
  );
  report.section('subject.fields', entries.length > 0);
  report.facts(entries.map(([name, value]) => [`field.${name}`, value]));
}

export function decisions(report: Report): void {
  const { t, open } = report.words;
  const { decisions: rows } = report.data;
  report.section('subject.decisions', rows.length > 0);
  for (const { verdict, reason, note, decidedBy, decidedAtMs } of rows) {
    report.sheet.keep(50);
    report.sheet.row([
      {
        text: verdict === 'approve' || verdict === 'decline' ? t(`verdict.${verdict}d`) : verdict,
        share: 0.3,
        size: body,
        weight: 'strong',
        dot: verdict === 'approve' ? 'good' : verdict === 'decline' ? 'bad' : 'soft',
      },
      { text: open('decisionReason', reason), share: 0.4, size: body },
      {
        text: `${t(`subject.decisions.by.${decidedBy}`)}\n${report.time(decidedAtMs)}`,
        share: 0.3,
        size: small,
        colour: 'soft',
      },
    ]);
    report.sheet.space(2);
    if (note) report.sheet.paragraph(note, { size: body });
    report.sheet.space(8);
  }
}

export function checks(report: Report): void {
  const { t, open } = report.words;
  const { checks: rows } = report.data;
  report.section('subject.checks', rows.length > 0);
  if (rows.length === 0) return;
  report.note(t('subject.checks.explained'));
  report.sheet.space(6);
  for (const { code, status, score, threshold, reasons } of rows) {
    const measured =
      score === null
        ? ''
        : threshold === null
          ? t('subject.checks.scoreOnly', { score: shortest(score) })
          : t('subject.checks.score', { score: shortest(score), threshold: shortest(threshold) });
    report.sheet.row([
      { text: open('check', code), share: 0.42, size: body },
      {
        text: open('checkStatus', status),
        share: 0.2,
        size: body,
        weight: 'strong',
        dot: statusColours[status] ?? 'line',
      },
      {
        text: [...reasons.map((reason) => open('reason', reason)), measured].filter(Boolean).join('\n'),
        share: 0.38,
        size: body,
        colour: 'soft',
      },
    ]);
    report.sheet.space(4);
  }
}

export function images(report: Report): void {
  const { t, open } = report.words;
  const { images: rows } = report.data;
  report.section('subject.images', rows.length > 0);
  const pictures = inOrder(rows, ({ role }) => role, imageRoles).map((image) => ({
    ...image,
    jpeg: Buffer.from(image.jpeg, 'base64'),
    name: open('imageRole', image.role),
  }));
  const byRole = [...Map.groupBy(pictures, ({ role }) => role).values()].map((group) =>
    group.sort((one, other) => one.position - other.position),
  );
  const isStrip = (group: readonly unknown[]) => group.length > 4;
  report.sheet.pictures(byRole.filter((group) => !isStrip(group)).flat(), 3, 150, true);
  for (const strip of byRole.filter(isStrip)) {
    report.sheet.keep(110);
    report.sheet.row([
      {
        text: `${strip[0]!.name}: ${t('subject.images.count', { count: strip.length })}`,
        share: 1,
        size: small,
        colour: 'soft',
      },
    ]);
    report.sheet.space(3);
    report.sheet.pictures(strip, 8, 90);
    report.sheet.space(8);
  }
}

/** Three significant digits at most. */
const shortest = (value: number): string => String(Number(value.toPrecision(3)));

/** Known names in their order, others behind. */
function inOrder<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  order: readonly string[],
): Item[] {
  const rank = (item: Item) => {
    const at = order.indexOf(nameOf(item));
    return at < 0 ? order.length : at;
  };
  return [...items].sort((one, other) => rank(one) - rank(other));
}
