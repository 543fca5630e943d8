// Specimens are recognised, and nobody is taken for one.
import { describe, expect, it } from 'vitest';
import { documentExpiry } from '../../../../src/engine/checks/document-expiry.ts';
import { documentPlausible } from '../../../../src/engine/checks/document-plausible.ts';
import { documentSpecimen } from '../../../../src/engine/checks/document-specimen.ts';
import { implausibilityKinds } from '../../../../src/engine/rules/plausibility.ts';
import { hasWords } from '../../../../src/renderer/ui/i18n.tsx';
import { findingSchema } from '../../../../src/shared/domain/check.ts';
import type { DocumentFields } from '../../../../src/shared/domain/document.ts';
import { boxToQuad } from '../../../../src/shared/domain/geometry.ts';

const quad = boxToQuad({ x: 10, y: 20, width: 200, height: 30 });
const nobody: DocumentFields = {
  issuingState: 'FRA',
  nationality: 'FRA',
  surname: 'MARTIN',
  givenNames: 'JEANNE',
  documentNumber: '18AB12345',
};
const check = (fields: DocumentFields, ...lines: string[]) =>
  findingSchema.parse(
    documentSpecimen({
      reading: { fields },
      lines: lines.map((text) => ({ text, side: 'front' as const, quad })),
    }),
  );

describe('document.specimen', () => {
  it.each([
    'SPECIMEN',
    'SPEC1MEN',
    'SPECIMEM',
    'Spécimen',
    'S P E C I M E N',
    'FAC-SIMILE',
    'ΔΕΙΓΜΑ',
    'ОБРАЗЕЦ',
  ])('is failed by the word %s across the page, which it shows', (word) => {
    const finding = check(nobody, 'RÉPUBLIQUE FRANÇAISE', word);
    expect(finding).toMatchObject({ status: 'failed', reasons: ['document.specimen'] });
    expect(finding.evidence).toContainEqual({
      kind: 'region',
      label: 'specimen.word',
      image: 'document.front',
      quad,
    });
  });

  it.each(['樣本', '本證件為樣本,不具效力', '样本'])('is failed by %s', (word) => {
    expect(check({ ...nobody, issuingState: 'TWN' }, word).status).toBe('failed');
  });

  it.each<[DocumentFields]>([
    [{ issuingState: 'UTO', surname: 'LINDQVIST', givenNames: 'ROBIN' }],
    [{ issuingState: 'D', surname: 'MUSTERMANN', givenNames: 'ERIKA' }],
    [{ issuingState: 'D', surname: 'MÜLLER', documentNumber: 'L01X00T47' }],
    [{ issuingState: 'D', surname: 'MÜLLER', documentNumber: 'L01X00T471' }],
    [{ issuingState: 'NLD', surname: 'DE BRUIJN', documentNumber: 'SPECI2014' }],
    [{ issuingState: 'USA', surname: 'TRAVELER', givenNames: 'HAPPY' }],
    [{ issuingState: 'CHN', surname: 'ZHENGJIAN', givenNames: 'YANGBEN' }],
    [{ issuingState: 'TWN', nativeName: '陳 筱 玲' }],
    [{ issuingState: 'GBR', surname: 'UK SPECIMEN', givenNames: 'ANGELA ZOE' }],
    [{ issuingState: 'CZE', surname: 'SPECIMEN', givenNames: 'VZOR' }],
  ])('is failed by a published one: %o', (fields) => expect(check(fields).status).toBe('failed'));

  it('asks a person about names and words that others have as well', () => {
    expect(check({ ...nobody, issuingState: 'D', surname: 'MUSTERMANN', givenNames: 'KLAUS' }).status).toBe(
      'inconclusive',
    );
    expect(check(nobody, 'SAMPLE').status).toBe('inconclusive');
    expect(check(nobody, 'VOID').status).toBe('inconclusive');
  });

  it('takes nobody else for one', () => {
    expect(check(nobody, 'MARTIN', 'Jeanne', 'PARIS', 'MODELE 2', 'SPECIALISTE').status).toBe('passed');
    // A published number of one state is an ordinary one of another, and a line may be a holder's own name.
    expect(check({ ...nobody, documentNumber: 'L01X00T47' }).status).toBe('passed');
    expect(check({ ...nobody, surname: 'VOID' }, 'VOID').status).toBe('passed');
    expect(check({}).status).toBe('not_run');
  });
});

describe('document.plausible', () => {
  const nowMs = Date.UTC(2026, 10, 25);
  const judge = (fields: DocumentFields) =>
    findingSchema.parse(documentPlausible({ reading: { fields, type: 'passport' }, nowMs }));

  it('passes, or shows both values of each contradiction', () => {
    expect(judge(nobody)).toMatchObject({ status: 'passed', reasons: [], evidence: [] });
    expect(judge({ ...nobody, birthDate: '1990-01-01', issueDate: '1985-01-01' })).toMatchObject({
      status: 'failed',
      reasons: ['document.implausible'],
      evidence: [{ label: 'plausible.issue_before_birth', value: '1985-01-01', expected: '>= 1990-01-01' }],
    });
    expect(judge({}).status).toBe('not_run');
  });

  it('has words for everything it may show', () => {
    expect(implausibilityKinds.filter((kind) => !hasWords(`evidence.plausible.${kind}`))).toEqual([]);
  });

  it('and expiry: the last day is still valid', () => {
    const expiry = (expiryDate: string) =>
      documentExpiry({ fields: { expiryDate }, wasRead: true, isProven: true, nowMs }).status;
    expect([expiry('2026-11-25'), expiry('2026-11-24')]).toEqual(['passed', 'failed']);
  });
});
