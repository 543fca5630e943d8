import { describe, expect, it } from 'vitest';
import { implausibilitiesOf } from '../../../src/engine/rules/plausibility.ts';
import { inventHolder, specimenKinds } from '../../../src/studio/index.ts';
import { layouts } from '../../../src/studio/specimen/layouts.ts';

describe('invented holders', () => {
  it.each(specimenKinds)('%s: nothing that its issuer’s rules know contradicts itself', (kind) => {
    const { issuer, type, language } = layouts[kind];
    for (let seed = 0; seed < 300; seed++) {
      const holder = inventHolder(seed, issuer);
      const { documentNumber, nationality, issuingState, birthDate, sex } = holder;
      const { issueDate, expiryDate, personalNumber } = holder;
      const found = implausibilitiesOf({
        fields: {
          ...{ documentNumber, nationality, issuingState, birthDate, sex, issueDate, expiryDate },
          ...(personalNumber ? { personalNumber } : {}),
        },
        type,
        nowMs: Date.UTC(2026, 10, 25),
      });
      // Utopia is no state, and its numbers follow no rule.
      const real = found.filter(({ value }) => value !== 'UTO');
      expect(real, `${language}, seed ${seed}`).toEqual([]);
      expect(expiryDate > '2029').toBe(true);
    }
  });
});
