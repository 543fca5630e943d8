// Console renderer. Opens a case: claims it where it is free, gives it back when the reviewer leaves without deciding.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CaseDetail } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/identifiers.ts';
import type { Failure, FailureKind } from '../../../shared/kernel/failure.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { consoleApi } from '../../ui/api.ts';
import { useReviewerId } from '../reviewer-context.ts';

export interface OpenCase {
  readonly detail: CaseDetail | null;
  readonly failure: FailureKind | null;
  /** This reviewer holds the claim and may decide. */
  readonly mine: boolean;
  readonly reload: () => void;
  readonly replace: (detail: CaseDetail) => void;
}

async function openOrClaim(caseId: CaseId): Promise<Result<CaseDetail, Failure>> {
  const claimed = await consoleApi.call('case.claim', { caseId });
  if (claimed.ok) return claimed;
  // Somebody else has it, or it is decided: it can still be looked at.
  const { kind } = claimed.error;
  return kind === 'case.claimed' || kind === 'case.decided'
    ? consoleApi.call('case.open', { caseId })
    : claimed;
}

export function useCase(caseId: CaseId): OpenCase {
  const me = useReviewerId();
  const [detail, setDetail] = useState<CaseDetail | null>(null);
  const [failure, setFailure] = useState<FailureKind | null>(null);
  const mine = detail?.status === 'claimed' && detail.claimedBy?.reviewerId === me;
  const holding = useRef(false);
  holding.current = mine;

  const reload = useCallback(async () => {
    setFailure(null);
    const result = await openOrClaim(caseId);
    if (result.ok) setDetail(result.value);
    else setFailure(result.error.kind);
  }, [caseId]);

  useEffect(() => {
    void reload();
    return () => {
      if (holding.current) void consoleApi.call('case.release', { caseId });
    };
  }, [caseId, reload]);

  return { detail, failure, mine, reload, replace: setDetail };
}
