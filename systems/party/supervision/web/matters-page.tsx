/** 督查事项: every decision under supervision, with the stage that it has come to. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function MattersPage(): ReactNode {
  const mayFile = useMay('supervision:file');
  return (
    <PageFrame title="督查事项" summary="决策部署、会议议定、领导批示，从立项、分解交办到销号归档">
      <RegisterList
        register="supervision.matter"
        to={(id) => `/supervision/matters/${id}`}
        toolbar={mayFile && <LinkButton to="/supervision/matters/new">督查立项</LinkButton>}
      />
    </PageFrame>
  );
}
