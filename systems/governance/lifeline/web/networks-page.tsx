/** 供水管网: the networks of the city and the import of a new one. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useSession } from '../../../../ui/session.ts';
import { ImportDrawer } from './import-drawer.tsx';

export default function NetworksPage(): ReactNode {
  const [open, setOpen] = useState(false);
  const { permissions } = useSession();
  return (
    <PageFrame
      title="供水管网"
      summary="导入 EPANET 模型（.inp），说明它在城市里的位置；之后才有模拟、漏损定位和关阀方案"
      extra={
        permissions.includes('lifeline:keep') && (
          <Button type="primary" onClick={() => setOpen(true)}>
            导入模型
          </Button>
        )
      }
    >
      <Section flush>
        <RegisterList register="lifeline.water-network" to={(id) => `/lifeline/networks/${id}`} />
      </Section>
      <ImportDrawer open={open} onClose={() => setOpen(false)} />
    </PageFrame>
  );
}
