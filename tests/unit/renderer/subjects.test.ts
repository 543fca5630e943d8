// Tests. What a reviewer can do for whoever shows a receipt, and what the kiosk's receipt says.
import { randomUUID } from 'node:crypto';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SubjectPanel } from '../../../src/renderer/console/subjects/subject-panel.tsx';
import { initialState, reduce, stepNumber } from '../../../src/renderer/kiosk/kiosk-state.ts';
import { ReceiptScreen } from '../../../src/renderer/kiosk/screens/receipt.tsx';
import { translate } from '../../../src/renderer/ui/i18n.tsx';
import {
  type Receipt,
  receiptSchema,
  type Subject,
  subjectSchema,
} from '../../../src/shared/domain/receipt.ts';

const now = Date.UTC(2026, 10, 27, 9, 14);
const day = 86_400_000;
/** English is what is said where no language is chosen. */
const render = (element: ReactElement) => renderToStaticMarkup(element);

function panel(changes: Partial<Subject>): string {
  const subject = subjectSchema.parse({
    sessionId: randomUUID(),
    reference: '7KQ2M9XD',
    caseId: randomUUID(),
    receipts: [{ digest: 'ab'.repeat(32), issuedAtMs: now }],
    isGenuine: true,
    kept: [{ kind: 'portrait', items: 1, bytes: 31_000, deleteAtMs: now + 30 * day }],
    deleted: [{ kind: 'selfie_frames', rule: 'clock', bytes: 5, files: 1, policy: 'p1', atMs: now - day }],
    isHeld: false,
    erasureRequestedAtMs: null,
    ...changes,
  });
  const nothing = () => {};
  return render(
    createElement(SubjectPanel, {
      subject,
      busy: false,
      onOpenCase: nothing,
      onExport: nothing,
      onErase: nothing,
      onHold: nothing,
      onUnhold: nothing,
    }),
  );
}
/** Test identifiers of the buttons that can be pressed. */
const ways = (html: string) =>
  [...html.matchAll(/<button[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !tag.includes('disabled'))
    .flatMap((tag) => /data-testid="([^"]*)"/.exec(tag)?.[1] ?? []);

describe('whoever shows a receipt', () => {
  it('is told what is kept until when, and what went when and why', () => {
    const html = panel({});
    for (const part of [
      'Portrait on the document',
      '31 kB',
      '27 Dec 2026',
      '26 Nov 2026',
      'Its time had run out',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).toContain('ab'.repeat(32));
    expect(ways(html)).toEqual(['subject-export', 'subject-erase', 'subject-hold']);
  });

  it('gets nothing for a receipt that is none of ours', () => {
    const html = panel({ isGenuine: false });
    expect(ways(html)).toEqual([]);
    expect(html).toContain(translate('en', 'console.subjects.forged'));
  });

  it('may ask for erasure once while a legal hold is in force', () => {
    const held = panel({ isHeld: true });
    expect(held).toContain(translate('en', 'subject.kept.held'));
    expect(ways(held)).toEqual(['subject-export', 'subject-erase', 'subject-unhold']);
    const asked = panel({ isHeld: true, erasureRequestedAtMs: now });
    expect(ways(asked)).toEqual(['subject-export', 'subject-unhold']);
  });

  it('has nothing left to ask for once all is gone', () => {
    const html = panel({ reference: null, kept: [] });
    expect(ways(html)).toEqual([]);
    expect(html).toContain(translate('en', 'console.subjects.gone'));
    expect(html).toContain(translate('en', 'console.subjects.genuine'));
  });

  it('has no hold where there is no case', () => {
    expect(ways(panel({ caseId: null }))).toEqual(['subject-export', 'subject-erase']);
  });
});

describe('the receipt at the kiosk', () => {
  const kept = (kind: string, more: object = {}) => ({
    kind,
    items: 1,
    bytes: 2_000_000,
    deleteAtMs: null,
    clock: { after: 'decision', days: 30 },
    ...more,
  });
  const receipt: Receipt = receiptSchema.parse({
    version: 1,
    reference: '7KQ2M9XD',
    openedAtMs: now - 60_000,
    issuedAtMs: now,
    outcome: 'review',
    policyVersion: 'p1',
    kept: [
      kept('document_images'),
      kept('portrait', { clock: { after: 'decision', days: 1 } }),
      kept('selfie_frames', { deleteAtMs: now + 7 * day }),
      kept('templates', { clock: { after: 'decision', days: 0 } }),
      kept('fields', { deleteAtMs: now }),
      kept('decision', { clock: { after: 'decision', days: 1825 } }),
    ],
    station: 'ab'.repeat(32),
    audit: { sequence: 7, hash: 'cd'.repeat(32) },
  });
  const html = render(createElement(ReceiptScreen, { receipt, digest: 'ef'.repeat(32), onDone: () => {} }));
  const said = (kind: string) =>
    new RegExp(`data-kind="${kind}".*?</div>`).exec(html)![0].replace(/<[^>]*>/g, ' ');

  it('says of each kind how long it stays', () => {
    expect(said('document_images')).toContain('30 days after the decision');
    expect(said('portrait')).toContain('1 day after the decision');
    expect(said('selfie_frames')).toContain('until Dec 4, 2026');
    expect(said('templates')).toContain('until the decision');
    expect(said('fields')).toContain('deleted already');
    expect(said('decision')).toContain('5 years after the decision');
  });

  it('carries all that proves it', () => {
    for (const part of ['7KQ2M9XD', 'p1', receipt.station, receipt.audit.hash, 'ef'.repeat(32)]) {
      expect(html).toContain(part);
    }
  });

  it('comes after the result, as its last step, or after stopping, and never after the last words', () => {
    const issued = { type: 'receipt_issued', receipt, digest: 'ef' } as const;
    const { screen } = reduce(initialState, issued);
    expect(screen).toEqual({ name: 'receipt', receipt, digest: 'ef' });
    expect(stepNumber(screen)).toBe(4);
    const left = reduce(initialState, { type: 'closing', reason: 'completed' });
    expect(reduce(left, issued)).toBe(left);
    // Whoever stopped may ask what became of it.
    const cancelled = reduce(initialState, { type: 'closing', reason: 'cancelled' });
    expect(reduce(cancelled, issued).screen).toEqual({ name: 'receipt', receipt, digest: 'ef' });
  });
});
