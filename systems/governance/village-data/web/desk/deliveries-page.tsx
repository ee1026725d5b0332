/** 送达记录: what changed in the villages and came to this department, field by field, with a receipt for each. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';

export default function DeliveriesPage(): ReactNode {
  return (
    <PageFrame
      title="送达记录"
      summary="村里采集到的变化按职责用途送达各部门，一次变更对一个部门只送一次，带回执编号"
    >
      <Section flush>
        <RegisterList register="village-data.delivery" to={(id) => `/village-data/deliveries/${id}`} />
      </Section>
    </PageFrame>
  );
}
