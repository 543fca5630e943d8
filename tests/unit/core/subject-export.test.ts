// Tests. What one person gets of their data: all of it can be read, in their language, whatever script it is in.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { extractImages, extractText, getDocumentProxy } from 'unpdf';
import { beforeAll, describe, expect, it } from 'vitest';
import { subjectPdf } from '../../../src/core/subjects/export-pdf.ts';
import { exportSubject } from '../../../src/core/subjects/export-subject.ts';
import { loadWords } from '../../../src/core/subjects/words.ts';
import { languages, translateOpen } from '../../../src/renderer/ui/i18n.tsx';
import { acts } from '../../../src/shared/domain/audit.ts';
import { decisionReasons } from '../../../src/shared/domain/case.ts';
import { checkCodes, checkStatuses, imageRoles } from '../../../src/shared/domain/check.ts';
import { documentFieldNames } from '../../../src/shared/domain/document.ts';
import { reasonCodes } from '../../../src/shared/domain/reason-code.ts';
import { type SubjectExport, subjectExportSchema } from '../../../src/shared/domain/receipt.ts';
import { dataKinds, deletionRules } from '../../../src/shared/domain/retention.ts';

process.env.TZ = 'UTC';
const openedAtMs = Date.UTC(2026, 10, 27, 9, 14);
const day = 86_400_000;

let jpeg = '';
beforeAll(async () => {
  const picture = sharp({ create: { width: 32, height: 24, channels: 3, background: '#2a6' } });
  jpeg = (await picture.jpeg().toBuffer()).toString('base64');
});

const nothingLeft = (): SubjectExport =>
  subjectExportSchema.parse({
    format: 'proofdesk-subject',
    version: 1,
    exportedAtMs: openedAtMs + 40 * day,
    subject: {
      sessionId: randomUUID(),
      reference: null,
      caseId: null,
      receipts: [],
      isGenuine: null,
      kept: [],
      deleted: [],
      isHeld: false,
      erasureRequestedAtMs: null,
    },
    openedAtMs,
    consent: null,
    policyVersion: null,
    outcome: null,
    fields: {},
    checks: [],
    decisions: [],
    images: [],
    acts: [],
  });

/** One of everything there is. */
function everything(): SubjectExport {
  const data = nothingLeft();
  return {
    ...data,
    subject: {
      ...data.subject,
      reference: '7KQ2M9XD',
      caseId: randomUUID() as NonNullable<SubjectExport['subject']['caseId']>,
      receipts: [{ digest: 'c0ffee'.repeat(10).padEnd(64, '9'), issuedAtMs: openedAtMs + 60_000 }],
      kept: dataKinds.map((kind, at) => ({
        kind,
        items: at + 1,
        bytes: (at + 1) * 1_100_000,
        deleteAtMs: at === 0 ? null : openedAtMs + at * 30 * day,
      })),
      deleted: deletionRules.map((rule, at) => ({
        kind: 'selfie_frames' as const,
        rule,
        bytes: 700_000,
        files: at,
        policy: `rules-${at}`,
        atMs: openedAtMs + (at + 2) * day,
      })),
      erasureRequestedAtMs: openedAtMs + 20 * day,
    },
    consent: { text: '2026-11-27.en', atMs: openedAtMs + 30_000 },
    policyVersion: '2026-11-27',
    outcome: 'review',
    fields: Object.fromEntries(documentFieldNames.map((name) => [name, `the ${name.toLowerCase()} as read`])),
    checks: checkCodes.map((code, at) => ({
      code,
      status: checkStatuses[at % checkStatuses.length]!,
      score: at / 100,
      threshold: 0.625,
      reasons: at === 0 ? Object.keys(reasonCodes) : [],
    })),
    decisions: decisionReasons.map((reason, at) => ({
      verdict: at % 2 ? 'approve' : 'decline',
      reason,
      note: `note number ${at}`,
      decidedBy: at % 2 ? ('policy' as const) : ('reviewer' as const),
      decidedAtMs: openedAtMs + (at + 3) * day,
    })),
    images: imageRoles.flatMap((role) =>
      Array.from({ length: role === 'selfie.moves' ? 26 : 1 }, (_, position) => ({
        role,
        position,
        widthPx: 32,
        heightPx: 24,
        jpeg,
      })),
    ),
    acts: acts.map((act, at) => ({
      act,
      actor: at % 3 ? `reviewer:${at}` : 'station',
      atMs: openedAtMs + at * 60_000,
    })),
  };
}

/** Without blanks: where lines end is the page's affair. */
const bare = (text: string) => text.normalize('NFC').replace(/\s+/gu, '');
async function textOf(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return bare(text);
}

describe.each(languages)('the PDF in %s', (language) => {
  const words = loadWords(language);

  it('shows all there is, in words', async () => {
    const data = everything();
    const text = await textOf(await subjectPdf(data, words));
    const shown = (prefix: string, codes: readonly string[]) =>
      codes.map((code) => translateOpen(language, prefix, code));
    const expected = [
      ...Object.values(data.fields),
      ...shown('field', documentFieldNames),
      ...shown('check', checkCodes),
      ...shown('checkStatus', checkStatuses),
      ...shown('reason', Object.keys(reasonCodes)),
      ...shown('decisionReason', decisionReasons),
      ...shown('dataKind', dataKinds),
      ...shown('deletionRule', deletionRules),
      ...shown('act', acts),
      ...shown('imageRole', imageRoles),
      ...data.decisions.map(({ note }) => note),
      ...data.subject.receipts.map(({ digest }) => digest),
      ...data.subject.deleted.map(({ policy }) => policy),
      data.subject.reference!,
      data.subject.caseId!,
      data.subject.sessionId,
      data.consent!.text,
      data.policyVersion!,
      '0.625',
    ];
    expect(expected.filter((part) => !text.includes(bare(part)))).toEqual([]);
  });

  it('says every date', async () => {
    const data = everything();
    const text = await textOf(await subjectPdf(data, words));
    const times = [
      data.exportedAtMs,
      data.openedAtMs,
      data.consent!.atMs,
      data.subject.erasureRequestedAtMs!,
      ...data.subject.receipts.map(({ issuedAtMs }) => issuedAtMs),
      ...data.subject.kept.flatMap(({ deleteAtMs }) => deleteAtMs ?? []),
      ...data.subject.deleted.map(({ atMs }) => atMs),
      ...data.decisions.map(({ decidedAtMs }) => decidedAtMs),
      ...data.acts.map(({ atMs }) => atMs),
    ];
    const missing = times.filter((atMs) => {
      const at = new Date(atMs);
      const [year, month, date] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
      const name = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' }).format(at);
      const written = language === 'en' ? `${name} ${date}, ${year}, ` : `${year}年${month + 1}月${date}日 `;
      return !text.includes(bare(written + at.toISOString().slice(11, 16)));
    });
    expect(missing).toEqual([]);
  });

  it('tells where nothing is left, too', async () => {
    const text = await textOf(await subjectPdf(nothingLeft(), words));
    for (const key of [
      'kept',
      'deleted',
      'fields',
      'checks',
      'decisions',
      'images',
      'consent',
      'receipts',
      'acts',
    ]) {
      expect(text).toContain(bare(words.t(`subject.${key}.none`)));
    }
  });
});

it('says that a legal hold stops every clock', async () => {
  const data = everything();
  const words = loadWords('en');
  const text = await textOf(await subjectPdf({ ...data, subject: { ...data.subject, isHeld: true } }, words));
  expect(text.split(bare(words.t('subject.kept.held'))).length - 1).toBe(dataKinds.length);
  expect(text).toContain(bare(words.t('subject.hold.explained')));
});

it('shows every image', async () => {
  const data = everything();
  const pdf = await getDocumentProxy(new Uint8Array(await subjectPdf(data, loadWords('en'))));
  let count = 0;
  for (let page = 1; page <= pdf.numPages; page++) count += (await extractImages(pdf, page)).length;
  expect(count).toBe(data.images.length);
});

it('never says which reviewer it was', async () => {
  const reviewer = randomUUID();
  const acts = [{ act: 'case.viewed', actor: `reviewer:${reviewer}`, atMs: openedAtMs }];
  const text = await textOf(await subjectPdf({ ...nothingLeft(), acts }, loadWords('en')));
  expect(text).toContain('Areviewer');
  expect(text).not.toContain(reviewer.slice(0, 8));
});

describe('letters', () => {
  const from = (first: number, last: number) =>
    fc.integer({ min: first, max: last }).map((code) => String.fromCodePoint(code));
  const letter = fc.oneof(
    fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-/'),
    from(0xc0, 0x17e),
    from(0x1ea0, 0x1ef9),
    from(0x3b1, 0x3c9),
    from(0x410, 0x44f),
    from(0x4e00, 0x9fa5),
    from(0x3041, 0x3093),
    from(0xac00, 0xd7a3),
  );

  it('of any script come out as they went in, on one line or many', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: letter, minLength: 1, maxLength: 200 }), async (value) => {
        const text = await textOf(
          await subjectPdf({ ...nothingLeft(), fields: { nativeName: value } }, loadWords('zh-TW')),
        );
        expect(text).toContain(bare(value));
      }),
      { numRuns: 25 },
    );
  });

  it('that no font has are shown by their code points', async () => {
    const fields = { nativeName: 'Ann อ \u{1F600} \uD800 \u0007 ن' };
    const text = await textOf(await subjectPdf({ ...nothingLeft(), fields }, loadWords('en')));
    expect(text).toContain('Ann[U+0E2D][U+1F600][U+D800][U+0007][U+0646]');
  });

  it('of a note longer than a page all come', async () => {
    const note = Array.from({ length: 1500 }, (_, at) => `w${at}`).join(' ');
    const [decision] = everything().decisions;
    const text = await textOf(
      await subjectPdf({ ...nothingLeft(), decisions: [{ ...decision!, note }] }, loadWords('en')),
    );
    const missing = note.split(' ').filter((word) => !text.includes(word));
    expect(missing).toEqual([]);
  });
});

describe('the files', () => {
  it('are the PDF and the data themselves, named without a person', async () => {
    const data = everything();
    const files = await exportSubject(data, 'en');
    expect(JSON.parse(new TextDecoder().decode(files.json))).toEqual(data);
    expect(Buffer.from(files.pdf)).toEqual(Buffer.from(await subjectPdf(data, loadWords('en'))));
    expect(files.baseName).toBe('proofdesk-7KQ2M9XD-2027-01-06');
  });
});
