/** Brings a note that just appeared into view and under the reader's cursor: the button that caused it may be a page below. */
import { type ReactNode, useEffect, useRef } from 'react';

export function InSight(props: { readonly children: ReactNode }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'center' });
    place.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={place} tabIndex={-1} role="alert" style={{ outline: 'none' }}>
      {props.children}
    </div>
  );
}
