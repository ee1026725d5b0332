/** One labelled input of the properties panel. */
import { type ReactNode, useId } from 'react';

export function FormRow(props: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly children: (id: string) => ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <div className="designer-row">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.hint && <p className="city-muted">{props.hint}</p>}
    </div>
  );
}
