// Console renderer. One person's data: found, exported, erased, held. Answers that come late, after another search, are
// dropped.
import { useCallback, useRef, useState } from 'react';
import { parseReceiptCode, type Subject } from '../../../shared/domain/receipt.ts';
import type { Failure, FailureKind } from '../../../shared/kernel/failure.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { consoleApi } from '../../ui/api.ts';
import type { Language } from '../../ui/i18n.tsx';
import { saveFile } from './save-file.ts';

export type Search =
  | { readonly state: 'idle' }
  | { readonly state: 'not_code' }
  | { readonly state: 'asking' }
  | { readonly state: 'nothing' }
  | { readonly state: 'failed'; readonly kind: FailureKind }
  | { readonly state: 'found'; readonly subject: Subject };

export function useSubject() {
  const [search, setSearch] = useState<Search>({ state: 'idle' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FailureKind | null>(null);
  const asked = useRef(0);

  const find = useCallback(async (query: string) => {
    const mine = ++asked.current;
    setProblem(null);
    if (!parseReceiptCode(query)) return setSearch({ state: 'not_code' });
    setSearch({ state: 'asking' });
    const result = await consoleApi.call('subject.find', { query });
    if (mine !== asked.current) return;
    if (!result.ok) setSearch({ state: 'failed', kind: result.error.kind });
    else setSearch(result.value ? { state: 'found', subject: result.value } : { state: 'nothing' });
  }, []);

  /** What came of it, or `null` where it failed; then `problem` says why. */
  const act = useCallback(async <Value>(call: Promise<Result<Value, Failure>>): Promise<Value | null> => {
    const mine = asked.current;
    setBusy(true);
    setProblem(null);
    const result = await call;
    setBusy(false);
    if (result.ok) return result.value;
    if (mine === asked.current) setProblem(result.error.kind);
    return null;
  }, []);

  /** What was known of the receipt that was shown stays known. */
  const change = useCallback(
    async (call: Promise<Result<Subject, Failure>>): Promise<boolean> => {
      const changed = await act(call);
      if (changed) {
        setSearch((was) =>
          was.state === 'found' && was.subject.sessionId === changed.sessionId
            ? { state: 'found', subject: { ...changed, isGenuine: was.subject.isGenuine } }
            : was,
        );
      }
      return changed !== null;
    },
    [act],
  );

  return {
    search,
    busy,
    problem,
    find,
    erase: ({ sessionId }: Subject) => change(consoleApi.call('subject.erase', { sessionId })),
    hold: (caseId: NonNullable<Subject['caseId']>, note: string) =>
      change(consoleApi.call('case.hold', { caseId, note })),
    unhold: (caseId: NonNullable<Subject['caseId']>) => change(consoleApi.call('case.unhold', { caseId })),
    /** The name of the two files, or `null`. */
    exportFiles: async ({ sessionId }: Subject, language: Language): Promise<string | null> => {
      const files = await act(consoleApi.call('subject.export', { sessionId, language }));
      if (!files) return null;
      saveFile(`${files.baseName}.pdf`, 'application/pdf', files.pdf);
      saveFile(`${files.baseName}.json`, 'application/json', files.json);
      return files.baseName;
    },
  };
}
