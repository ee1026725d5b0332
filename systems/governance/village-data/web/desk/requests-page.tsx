/** 采集任务: what departments ask of the villages, and what was left of it. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../../ui/link-button.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useMay } from '../../../../../ui/session.ts';

export default function RequestsPage(): ReactNode {
  const mayAsk = useMay('village-data:request');
  return (
    <PageFrame
      title="采集任务"
      summary="已掌握且没有过期的不再向村里要；只采集缺的和过期的，经县级数据管理部门审批后下达"
      extra={mayAsk && <LinkButton to="/village-data/requests/new">发起采集任务</LinkButton>}
    >
      <Section flush>
        <RegisterList register="village-data.request" to={(id) => `/village-data/requests/${id}`} />
      </Section>
    </PageFrame>
  );
}
