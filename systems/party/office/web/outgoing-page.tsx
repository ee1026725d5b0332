/** 发文: every document of the caller's unit with the stage that it has come to. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function OutgoingPage(): ReactNode {
  const mayDraft = useMay('office:draft');
  return (
    <PageFrame title="发文" summary="拟稿、核稿、会签、签发、编号套红、用印、分发、归档">
      <RegisterList
        register="office.outgoing"
        to={(id) => `/office/documents/${id}`}
        toolbar={
          mayDraft && (
            <Link to="/office/documents/new">
              <Button type="primary" tabIndex={-1}>
                拟稿
              </Button>
            </Link>
          )
        }
      />
    </PageFrame>
  );
}
