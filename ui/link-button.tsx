/** The main act of a page that leads to another page: a link in the shape of a button. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useHref, useLinkClickHandler } from 'react-router';

export function LinkButton(props: { readonly to: string; readonly children: ReactNode }): ReactNode {
  const href = useHref(props.to);
  const follow = useLinkClickHandler<HTMLElement>(props.to);
  return (
    <Button type="primary" href={href} onClick={follow}>
      {props.children}
    </Button>
  );
}
