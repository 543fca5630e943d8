// Console renderer. The queue as core has it now; asks again whenever it changes.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConsoleContract } from '../../../shared/contract/console-contract.ts';
import type { Output } from '../../../shared/contract/contract.ts';
import type { FailureKind } from '../../../shared/kernel/failure.ts';
import { consoleApi } from '../../ui/api.ts';
import { pageSize, type QueueView } from './queue-view.ts';

export type QueuePageData = Output<ConsoleContract, 'queue.list'>;

export function useQueue(view: QueueView) {
  const [data, setData] = useState<QueuePageData | null>(null);
  const [failure, setFailure] = useState<FailureKind | null>(null);
  const asked = useRef(0);

  const refresh = useCallback(async () => {
    const mine = ++asked.current;
    const { status, outcome, before } = view;
    const page = { status, outcome, limit: pageSize, after: before.at(-1) ?? null };
    const result = await consoleApi.call('queue.list', page);
    // A later question has overtaken this answer.
    if (mine !== asked.current) return;
    setFailure(result.ok ? null : result.error.kind);
    if (result.ok) setData(result.value);
  }, [view]);

  useEffect(() => {
    void refresh();
    return consoleApi.on('queue.changed', () => void refresh());
  }, [refresh]);

  return { data, failure, refresh };
}
