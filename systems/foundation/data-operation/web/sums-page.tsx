/** 加密求和: the sums in which the caller's department takes part. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function SumsPage(): ReactNode {
  return (
    <PageFrame title="加密求和" summary="各部门在自己的电脑上遮住本部门的数再提交，只有全部合计能被看到">
      <RegisterList register="data-operation.contribution" to={(id) => `/data-operation/sums/${id}`} />
    </PageFrame>
  );
}
