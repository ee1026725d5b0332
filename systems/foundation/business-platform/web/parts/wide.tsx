/** A table wider than a phone: it is scrolled sideways, by keyboard too, though nothing in it can be focused. */
import type { ReactNode } from 'react';

export function Wide(props: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    // A region that scrolls must be reachable without a pointer (WCAG 2.1.1).
    <section className="market-wide" aria-label={props.label} tabIndex={0}>
      {props.children}
    </section>
  );
}
