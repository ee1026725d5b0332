/** 发文: every document of the caller's unit with the stage that it has come to. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function OutgoingPage(): ReactNode {
  const mayDraft = useMay('office:draft');
  return (
    <PageFrame title="发文" summary="拟稿、核稿、会签、签发、编号套红、用印、分发、归档">
      <RegisterList
        register="office.outgoing"
        to={(id) => `/office/documents/${id}`}
        toolbar={mayDraft && <LinkButton to="/office/documents/new">拟稿</LinkButton>}
      />
    </PageFrame>
  );
}
