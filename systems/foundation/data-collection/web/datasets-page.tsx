/** 数据集: what is collected, how often, how the last batch went. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function DatasetsPage(): ReactNode {
  return (
    <PageFrame
      title="数据集"
      summary="从数据源归集到标准层的表：字段和规则、采集周期、最近一批的结果、待处理的退回记录"
    >
      <RegisterList
        register="data-collection.dataset"
        to={(id) => `/data-collection/datasets/${id}`}
        toolbar={<LinkButton to="/data-collection/sources">从数据源定义</LinkButton>}
      />
    </PageFrame>
  );
}
