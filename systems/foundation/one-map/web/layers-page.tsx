/** 导入图层: the layers that the person may see, and the import of a new one. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { ImportDrawer } from './import-drawer.tsx';
import './one-map.css';

export default function LayersPage(): ReactNode {
  const mayImport = useMay('one-map:import');
  const [open, setOpen] = useState(false);
  return (
    <PageFrame
      title="导入图层"
      summary="本部门导入的和其他部门共享过来的图层；在“一张图”里打开"
      extra={
        mayImport && (
          <Button type="primary" onClick={() => setOpen(true)}>
            导入图层
          </Button>
        )
      }
    >
      <Section flush>
        <RegisterList register="one-map.layer" to={(id) => `/one-map/layers/${id}`} />
      </Section>
      {open && <ImportDrawer onClose={() => setOpen(false)} />}
    </PageFrame>
  );
}
