// Console renderer. Single-key shortcuts, silent while somebody writes or a dialog is open.
import { useEffect, useRef } from 'react';

export type Hotkeys = Readonly<Record<string, (() => void) | undefined>>;

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

/** Keys by `KeyboardEvent.key` in lower case; `mod+enter` is Ctrl or Command with Enter, and works while writing. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const latest = useRef(hotkeys);
  latest.current = hotkeys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || document.querySelector('dialog[open]')) return;
      const modified = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const action = latest.current[modified ? `mod+${key}` : key];
      if (!action) return;
      if (isWriting(event.target) && !modified) {
        // Escape first leaves the field, and only then the page.
        if (key === 'escape' && event.target instanceof HTMLElement) event.target.blur();
        return;
      }
      // Enter on a button is that button's.
      if (key === 'enter' && !modified && event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
