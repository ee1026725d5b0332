/** The form of a row as the shell wants it: designed where there is a design, else plain. */
import { type ReactNode, Suspense, use } from 'react';
import { Loading } from '../../../../ui/empty.tsx';
import { PlainRowForm, type RowFormProps } from './row-form.tsx';
import { RowFormSlot } from './row-form-slot.ts';

export function RowForm(props: RowFormProps): ReactNode {
  const Designed = use(RowFormSlot);
  if (Designed === undefined) return <PlainRowForm {...props} />;
  return (
    <Suspense fallback={<Loading rows={8} />}>
      <Designed {...props} />
    </Suspense>
  );
}
