// Tests. Everything that may be shown has words, in every language.
import { describe, expect, it } from 'vitest';
import en from '../../../resources/locales/en.json' with { type: 'json' };
import zhTW from '../../../resources/locales/zh-TW.json' with { type: 'json' };
import { failureKey } from '../../../src/renderer/console/parts/failure-words.ts';
import { hasWords, translate, translateOpen } from '../../../src/renderer/ui/i18n.tsx';
import { documentHints, faceHints, placesOfHint } from '../../../src/shared/contract/guidance.ts';
import { acts } from '../../../src/shared/domain/audit.ts';
import { decisionReasons } from '../../../src/shared/domain/case.ts';
import {
  checkCodes,
  checkStatuses,
  comparisonRules,
  comparisonVerdicts,
  fieldSources,
  imageRoles,
} from '../../../src/shared/domain/check.ts';
import { documentFieldNames, documentTypes } from '../../../src/shared/domain/document.ts';
import { reasonCodes } from '../../../src/shared/domain/reason-code.ts';
import { dataKinds, deletionRules } from '../../../src/shared/domain/retention.ts';
import { closeReasons, outcomes } from '../../../src/shared/domain/session.ts';
import { failureKinds } from '../../../src/shared/kernel/failure.ts';

const languages = { en, 'zh-TW': zhTW } as Record<string, Record<string, string>>;
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe.each(Object.entries(languages))('the words of %s', (_, words) => {
  it('cover the same keys as English, none of them empty, with the same placeholders', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).not.toBe('');
      expect(placeholders(text), key).toEqual(placeholders((en as Record<string, string>)[key]!));
    }
  });

  const needed: Record<string, readonly string[]> = {
    advice: Object.entries(reasonCodes).flatMap(([code, kind]) => (kind === 'advice' ? [code] : [])),
    reason: Object.keys(reasonCodes),
    check: checkCodes,
    checkStatus: checkStatuses,
    imageRole: imageRoles,
    field: documentFieldNames,
    comparison: comparisonVerdicts,
    'comparison.rule': comparisonRules,
    source: fieldSources,
    documentType: documentTypes,
    outcome: outcomes,
    decisionReason: decisionReasons,
    dataKind: dataKinds,
    deletionRule: deletionRules,
    act: acts,
    actor: ['station', 'kiosk', 'operator', 'reviewer'],
    'hint.document': [
      ...documentHints,
      'waiting',
      ...Object.entries(placesOfHint).flatMap(([hint, places]) => places.map((place) => `${hint}.${place}`)),
    ],
    'hint.face': [...faceHints, 'waiting'],
  };
  it.each(Object.entries(needed))('say every %s', (prefix, names) => {
    const missing = names.filter((name) => !Object.hasOwn(words, `${prefix}.${name}`));
    expect(missing).toEqual([]);
  });

  it('say how every session ends, and ask for every side of every document', () => {
    const keys = [
      ...closeReasons.flatMap((reason) => [
        `kiosk.farewell.${reason}.title`,
        `kiosk.farewell.${reason}.body`,
      ]),
      ...documentTypes.map((type) => `kiosk.capture.front.${type}`),
    ];
    expect(keys.filter((key) => !Object.hasOwn(words, key))).toEqual([]);
  });

  it('never tell an applicant of a suspicion', () => {
    const shown = Object.entries(words)
      .filter(([key]) => key.startsWith('kiosk.') || key.startsWith('advice.'))
      .map(([, text]) => text)
      .join('\n');
    expect(shown).not.toMatch(/fraud|fake|forged|forgery|suspic|偽造|詐欺|可疑/i);
  });
});

it('every failure has words, its own or those of our own fault', () => {
  for (const kind of failureKinds) expect(hasWords(failureKey(kind))).toBe(true);
});

it('an evidence label without words is made readable', () => {
  expect(translateOpen('zh-TW', 'evidence', 'glare')).toBe('反光');
  expect(translateOpen('en', 'evidence', 'edge.peakWidth_px')).toBe('Edge peak width px');
});

it('placeholders are filled in', () => {
  expect(translate('en', 'kiosk.idle.body', { seconds: 7 })).toContain('7 seconds');
});
