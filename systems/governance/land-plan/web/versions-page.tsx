/** 规划成果版本: every edition of every control line, and the making of a new one. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { VersionDrawer } from './version-drawer.tsx';

export default function VersionsPage(): ReactNode {
  const mayKeep = useMay('land-plan:keep-versions');
  const [open, setOpen] = useState(false);
  return (
    <PageFrame
      title="规划成果版本"
      summary="每条管控线按批准文件成版，发布后不再改动；在用的是已生效版本中最新的一版"
      extra={
        mayKeep && (
          <Button type="primary" onClick={() => setOpen(true)}>
            新建版本
          </Button>
        )
      }
    >
      <Section flush>
        <RegisterList register="land-plan.plan-version" to={(id) => `/land-plan/versions/${id}`} />
      </Section>
      <VersionDrawer open={open} onClose={() => setOpen(false)} />
    </PageFrame>
  );
}
