// Core. One person's data as a PDF for them to read: everything that the JSON file holds, in plain words.
import type { SubjectExport } from '../../shared/domain/receipt.ts';
import { checks, decisions, fields, images } from './pdf-findings.ts';
import { body, Report, small } from './pdf-report.ts';
import type { Words } from './words.ts';

/** Times are the station's own; its zone is said on the first page. The same data always give the same bytes. */
export function subjectPdf(data: SubjectExport, words: Words): Promise<Uint8Array> {
  const { t } = words;
  const report = new Report(data, words);
  for (const part of [
    cover,
    kept,
    deleted,
    fields,
    decisions,
    checks,
    images,
    consent,
    receipts,
    acts,
    rights,
  ]) {
    part(report);
  }
  const left = [t('subject.confidential'), data.subject.reference].filter(Boolean).join('  ·  ');
  return report.sheet.finish(left, (page, total) => t('subject.page', { page, total }));
}

function cover(report: Report): void {
  const { sheet } = report;
  const { t } = report.words;
  const { subject, openedAtMs, exportedAtMs, policyVersion, outcome } = report.data;
  sheet.mark();
  sheet.space(26);
  sheet.title(t('subject.title'));
  sheet.space(8);
  sheet.paragraph(t('subject.lead'), { size: 10.5, colour: 'soft' });
  sheet.space(16);
  report.facts([
    ['subject.reference', subject.reference ?? t('subject.reference.gone')],
    ['subject.visit', report.time(openedAtMs, { timeZoneName: 'short' })],
    ['subject.result', t(`subject.result.${outcome ?? 'none'}`)],
    ['subject.policy', policyVersion ?? t('subject.none')],
    ...(subject.erasureRequestedAtMs === null
      ? []
      : [['subject.erasure', report.time(subject.erasureRequestedAtMs)] as const]),
    ...(subject.isHeld ? [['subject.hold', t('subject.hold.explained')] as const] : []),
    ['subject.session', subject.sessionId],
    ...(subject.caseId ? [['subject.case', subject.caseId] as const] : []),
    ['subject.made', report.time(exportedAtMs, { timeZoneName: 'short' })],
  ]);
  sheet.space(4);
  report.note(t('subject.json'));
}

function kept(report: Report): void {
  const { t, open } = report.words;
  const { kept: rows, isHeld } = report.data.subject;
  report.section('subject.kept', rows.length > 0);
  if (rows.length === 0) return;
  const until = (deleteAtMs: number | null) =>
    isHeld
      ? t('subject.kept.held')
      : deleteAtMs === null
        ? t('subject.kept.undecided')
        : report.time(deleteAtMs);
  report.sheet.table(
    [
      { text: t('subject.kept.kind'), share: 0.38 },
      { text: t('subject.kept.amount'), share: 0.24 },
      { text: t('subject.kept.until'), share: 0.38 },
    ],
    rows.map(({ kind, items, bytes, deleteAtMs }) => [
      { text: open('dataKind', kind), size: body },
      { text: report.amount('items', items, bytes), size: body },
      { text: until(deleteAtMs), size: body },
    ]),
  );
}

function deleted(report: Report): void {
  const { t, open } = report.words;
  const { deleted: rows } = report.data.subject;
  report.section('subject.deleted', rows.length > 0);
  if (rows.length === 0) return;
  report.sheet.table(
    [
      { text: t('subject.deleted.when'), share: 0.25 },
      { text: t('subject.kept.kind'), share: 0.29 },
      { text: t('subject.kept.amount'), share: 0.18 },
      { text: t('subject.deleted.rule'), share: 0.28 },
    ],
    rows.map(({ atMs, kind, files, bytes, rule, policy }) => [
      { text: report.time(atMs), size: body },
      { text: open('dataKind', kind), size: body },
      { text: report.amount('images', files, bytes), size: body },
      {
        text: `${open('deletionRule', rule)}\n${t('subject.policy')} ${policy}`,
        size: body,
      },
    ]),
  );
  report.note(t('subject.deleted.explained'));
}

function consent(report: Report): void {
  const { consent: given } = report.data;
  report.section('subject.consent', given !== null);
  if (!given) return;
  const date = report.time(given.atMs);
  report.sheet.paragraph(report.words.t('subject.consent.given', { date, text: given.text }), { size: body });
}

function receipts(report: Report): void {
  const { receipts: issued } = report.data.subject;
  report.section('subject.receipts', issued.length > 0);
  for (const { digest, issuedAtMs } of issued) {
    report.sheet.row([
      { text: report.time(issuedAtMs), share: 0.28, size: body },
      { text: digest, share: 0.72, size: small, colour: 'soft' },
    ]);
  }
  if (issued.length > 0) report.note(report.words.t('subject.receipts.explained'));
}

function acts(report: Report): void {
  const { t, open } = report.words;
  const { acts: rows } = report.data;
  report.section('subject.acts', rows.length > 0);
  if (rows.length === 0) return;
  report.sheet.table(
    [
      { text: t('subject.deleted.when'), share: 0.3 },
      { text: t('subject.acts.what'), share: 0.4 },
      { text: t('subject.acts.who'), share: 0.3 },
    ],
    rows.map(({ act, actor, atMs }) => [
      { text: report.time(atMs, { second: '2-digit' }), size: small },
      { text: open('act', act), size: small },
      {
        // Which reviewer it was is theirs.
        text: open('actor', actor.split(':')[0]!),
        size: small,
      },
    ]),
  );
}

function rights(report: Report): void {
  report.section('subject.rights', true);
  report.sheet.paragraph(report.words.t('subject.rights.body'), { size: body });
}
