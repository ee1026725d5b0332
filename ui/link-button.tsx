/** The main act of a page that leads to another page: a link in the shape of a button, one stop for the keyboard. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

export function LinkButton(props: { readonly to: string; readonly children: ReactNode }): ReactNode {
  return (
    <Link to={props.to}>
      <Button type="primary" tabIndex={-1}>
        {props.children}
      </Button>
    </Link>
  );
}
