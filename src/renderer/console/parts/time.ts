// Console renderer. Times as people say them.
import { useEffect, useState } from 'react';
import type { Language, Translate } from '../../ui/i18n.tsx';

const minuteMs = 60_000;

export function waitingTime(sinceMs: number, nowMs: number, t: Translate): string {
  const minutes = Math.floor((nowMs - sinceMs) / minuteMs);
  if (minutes < 1) return t('time.justNow');
  if (minutes < 60) return t('time.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t('time.hours', { count: hours }) : t('time.days', { count: Math.floor(hours / 24) });
}

export const dateAndTime = (epochMs: number, language: Language): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(epochMs);

export const dateOnly = (epochMs: number, language: Language): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium' }).format(epochMs);

/** The present time, moving every half minute. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minuteMs / 2);
    return () => clearInterval(timer);
  }, []);
  return now;
}
