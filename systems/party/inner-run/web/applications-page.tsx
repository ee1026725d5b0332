/** 内跑办件: what this organ has applied for and what it handles. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ApplicationsPage(): ReactNode {
  return (
    <PageFrame title="内跑办件" summary="本单位申请的和办理的机关间事项">
      <RegisterList
        register="inner-run.application"
        to={(id) => `/inner-run/applications/${id}`}
        toolbar={<LinkButton to="/inner-run/items">选事项申请</LinkButton>}
      />
    </PageFrame>
  );
}
