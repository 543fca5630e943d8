// Kiosk renderer. The heading of a screen: takes the focus when the screen appears, so that it is read out first.
import { type ReactNode, useEffect, useRef } from 'react';

export function Title({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
