/** 立案处置结案标准: the register of standards with what an editor must know. */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { source, validFrom, version } from '../data/case-standards.json';

export default function StandardsPage(): ReactNode {
  return (
    <PageFrame
      title="立案处置结案标准"
      summary="每个事项小类的立案条件、处置时限、结案条件和责任单位；案件立案时记下所用的一条"
    >
      <Alert
        type="info"
        showIcon
        title={`版本 ${version}，${validFrom} 起执行`}
        description={
          <>
            来源：{source}。到场警示和处置时限都自派遣起算；部件先属主后属地，事项先属地后属主。
            <br />
            修改方法：不改原条，新增一条同编号、新生效日期的标准，并给原条填失效日期；在办案件仍按立案时的一条计时。
          </>
        }
      />
      <RegisterList register="urban-management.case-standard" />
    </PageFrame>
  );
}
