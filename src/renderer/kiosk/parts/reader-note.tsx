// Kiosk renderer. What the reader at the desk has read, in one line beside the buttons.
import { BadgeCheck, ScanBarcode } from 'lucide-react';
import { useWords } from '../../ui/i18n.tsx';
import type { ReadOutcome } from '../use-devices.ts';

export function ReaderNote({ read }: { readonly read: ReadOutcome | null }) {
  const { t } = useWords();
  return (
    <p
      className={`reader-note ${read === 'complete' ? 'reader-note--good' : ''}`}
      role="status"
      data-testid="reader"
      data-read={read ?? 'none'}
    >
      {read === 'complete' ? <BadgeCheck aria-hidden /> : <ScanBarcode aria-hidden />}
      {t(`kiosk.read.${read ?? 'ready'}`)}
    </p>
  );
}
