// Kiosk renderer. The coach answers many times a second; words that change that fast cannot be read.
import { useEffect, useRef, useState } from 'react';

const shownAtLeastMs = 900;

/** The latest hint, each shown long enough to be read. Good news is never held back. */
export function useSteadyHint<H extends string>(hint: H | null): H | null {
  const [shown, setShown] = useState(hint);
  const since = useRef(0);
  useEffect(() => {
    const show = () => {
      since.current = performance.now();
      setShown(hint);
    };
    const wait = shownAtLeastMs - (performance.now() - since.current);
    if (hint === 'hold_still' || wait <= 0) return show();
    const timer = setTimeout(show, wait);
    return () => clearTimeout(timer);
  }, [hint]);
  return shown;
}
