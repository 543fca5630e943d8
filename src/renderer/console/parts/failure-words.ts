// Console renderer. What a failure is called; kinds without words of their own are ours, and said as such.
import type { FailureKind } from '../../../shared/kernel/failure.ts';
import { hasWords, type MessageKey } from '../../ui/i18n.tsx';

export function failureKey(kind: FailureKind): MessageKey {
  const key = `failure.${kind}`;
  return hasWords(key) ? key : 'failure.internal';
}
