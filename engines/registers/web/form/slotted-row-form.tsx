/** The form of a row as the shell wants it: designed where there is a design, else plain. */
import { type ReactNode, use } from 'react';
import { PlainRowForm, type RowFormProps } from './row-form.tsx';
import { RowFormSlot } from './row-form-slot.ts';

export function RowForm(props: RowFormProps): ReactNode {
  const Designed = use(RowFormSlot);
  return Designed === undefined ? <PlainRowForm {...props} /> : <Designed {...props} />;
}
