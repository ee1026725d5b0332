/** Where a row's form may be put in the place of the plain one; the shell hands it in, since forms come later in the order of engines. */
import { type ComponentType, createContext } from 'react';
import type { RowFormProps } from './row-form.tsx';

export const RowFormSlot = createContext<ComponentType<RowFormProps> | undefined>(undefined);
