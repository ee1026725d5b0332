/** A county by its six digits. */
import type { ReactNode } from 'react';
import { AreaName } from '../../../../../ui/field-value.tsx';

export function AreaTitle(props: { readonly digits: string }): ReactNode {
  return props.digits === '' ? '没有区划' : <AreaName code={props.digits.padEnd(12, '0')} />;
}
