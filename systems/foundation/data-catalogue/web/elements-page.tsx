/** 数据元: the city's own list of how values are called and written. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ElementsPage(): ReactNode {
  return (
    <PageFrame
      title="数据元"
      summary="全市共用的数据元；归集的数据集在字段上写明标识符，目录的信息项就按它的类型、格式和代码集登记"
    >
      <RegisterList register="data-catalogue.element" />
    </PageFrame>
  );
}
