// Console renderer. What part of the queue is looked at; kept while a case is open.
import type { QueueCursor } from '../../../shared/contract/console-contract.ts';
import type { CaseStatus } from '../../../shared/domain/case.ts';
import type { Outcome } from '../../../shared/domain/session.ts';

export const pageSize = 50;

export interface QueueView {
  readonly status: CaseStatus;
  readonly outcome: Outcome | null;
  /** Where each page before this one ended. */
  readonly before: readonly QueueCursor[];
}

export const startView: QueueView = { status: 'open', outcome: null, before: [] };
