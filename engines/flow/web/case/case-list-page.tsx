/** The page of one case type: its register, and the button that opens a case for those who may. */
import type { ReactNode } from 'react';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { RegisterList } from '../../../registers/web/parts/register-list.tsx';

export function CaseListPage(props: {
  readonly title: string;
  readonly summary: string;
  /** '<system>.<case>' */
  readonly type: string;
  /** What the button says, and the permission it asks for; without it such cases are opened elsewhere. */
  readonly open?: { readonly title: string; readonly allow: string };
  /** What belongs below the list. */
  readonly children?: ReactNode;
}): ReactNode {
  const { title, summary, type, open, children } = props;
  const mayOpen = useMay(open?.allow ?? '');
  return (
    <PageFrame title={title} summary={summary}>
      <RegisterList
        register={type}
        toolbar={open && mayOpen && <LinkButton to={`/flow/open/${type}`}>{open.title}</LinkButton>}
      />
      {children}
    </PageFrame>
  );
}
