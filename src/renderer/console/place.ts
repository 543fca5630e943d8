// Console renderer. Where a reviewer is.
import type { CaseId } from '../../shared/domain/identifiers.ts';

export type Place =
  | { readonly name: 'queue' }
  | { readonly name: 'case'; readonly caseId: CaseId }
  | { readonly name: 'subjects' }
  | { readonly name: 'keys' };
