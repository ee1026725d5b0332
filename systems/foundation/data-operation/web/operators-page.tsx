/** 运营单位: who was authorised, for what and until when. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function OperatorsPage(): ReactNode {
  return (
    <PageFrame title="运营单位" summary="经授权运营公共数据的单位；停用或到期后，它的项目随即不能运行">
      <RegisterList register="data-operation.operator" />
    </PageFrame>
  );
}
