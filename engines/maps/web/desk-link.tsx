/** A way to rows at the desk: within the desk a page, from the wall a window beside it, since the wall stays as it is. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { isDesk } from './record-link.ts';

export function DeskLink(props: { readonly to: string; readonly children: ReactNode }): ReactNode {
  if (isDesk(location.pathname)) return <Link to={props.to}>{props.children}</Link>;
  return (
    <a href={`/desk${props.to}`} target="_blank" rel="noreferrer">
      {props.children}
    </a>
  );
}
