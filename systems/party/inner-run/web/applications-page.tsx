/** 内跑办件: what this organ has applied for and what it handles. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ApplicationsPage(): ReactNode {
  return (
    <PageFrame title="内跑办件" summary="本单位申请的和办理的机关间事项">
      <RegisterList
        register="inner-run.application"
        to={(id) => `/inner-run/applications/${id}`}
        toolbar={
          <Link to="/inner-run/items">
            <Button type="primary" tabIndex={-1}>
              选事项申请
            </Button>
          </Link>
        }
      />
    </PageFrame>
  );
}
