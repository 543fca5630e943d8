// Kiosk renderer. Notices that the applicant has gone: warns, then ends.
import { useCallback, useEffect, useRef, useState } from 'react';

/** The last part of the idle time is a visible countdown: WCAG 2.2.1 asks for at least 20 s to answer. */
const warningSeconds = 20;

export interface Idle {
  /** Seconds until the end while the warning shows, else `null`. */
  readonly secondsLeft: number | null;
  /** A sign of life: a touch, a key, a face or a document before the camera. */
  readonly touch: () => void;
}

export function useIdle(idleSeconds: number, active: boolean, onExpired: () => void): Idle {
  const deadline = useRef(0);
  const expired = useRef(onExpired);
  expired.current = onExpired;
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);

  // Never shorter than the countdown, whatever the policy says.
  const totalMs = Math.max(idleSeconds, warningSeconds + 5) * 1000;
  const touch = useCallback(() => {
    deadline.current = performance.now() + totalMs;
    setSecondsLeft(null);
  }, [totalMs]);

  useEffect(() => {
    if (!active) return;
    touch();
    const timer = setInterval(() => {
      const left = Math.ceil((deadline.current - performance.now()) / 1000);
      if (left <= 0) {
        clearInterval(timer);
        expired.current();
      } else setSecondsLeft(left <= warningSeconds ? left : null);
    }, 500);
    const events = ['pointerdown', 'pointermove', 'keydown'] as const;
    for (const event of events) window.addEventListener(event, touch);
    return () => {
      clearInterval(timer);
      for (const event of events) window.removeEventListener(event, touch);
      setSecondsLeft(null);
    };
  }, [active, touch]);

  return { secondsLeft, touch };
}
