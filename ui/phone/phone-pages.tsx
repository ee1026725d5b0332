/** A list that a person reads further back: page under page, with a button below the last while there is more. */
import { Fragment, type ReactNode, useState } from 'react';
import { PhoneButton } from './phone.tsx';

export interface PhonePagePlace {
  /** From 1. */
  readonly page: number;
  /** The button, where this is the last page shown and there are more. */
  further(more: boolean): ReactNode;
}

export function PhonePages(props: {
  /** Words of the button: 更早的记录. */
  readonly label: string;
  readonly children: (place: PhonePagePlace) => ReactNode;
}): ReactNode {
  const [pages, setPages] = useState(1);
  return Array.from({ length: pages }, (_, at) => (
    <Fragment key={at}>
      {props.children({
        page: at + 1,
        further: (more) =>
          more &&
          at + 1 === pages && (
            <PhoneButton plain onClick={() => setPages(pages + 1)}>
              {props.label}
            </PhoneButton>
          ),
      })}
    </Fragment>
  ));
}
