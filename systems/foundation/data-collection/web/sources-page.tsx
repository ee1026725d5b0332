/** 数据源: every connection by which data comes in, with its health. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function SourcesPage(): ReactNode {
  return (
    <PageFrame
      title="数据源"
      summary="部门的数据库、投递目录和接口；登记以后在详情页填写口令、检查连接、选表定义数据集"
    >
      <RegisterList register="data-collection.source" to={(id) => `/data-collection/sources/${id}`} />
    </PageFrame>
  );
}
