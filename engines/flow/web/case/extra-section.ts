/** A section that a system adds to the page of its cases. */
import type { ReactNode } from 'react';
import type { CaseDetail } from './use-case.ts';

export interface ExtraSection {
  readonly title: string;
  /** main: below the fields; side: above the timeline. Default main. */
  readonly place?: 'main' | 'side';
  /** null leaves the section out. */
  readonly render: (detail: CaseDetail) => ReactNode;
}
