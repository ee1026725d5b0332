/** 责任单位表 and 网格责任表: who handles what where, and which collector walks which grid. */
import { Alert, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { dutyRoleTable } from '../data/duty-roles.ts';

const lists = ['duty', 'collector-duty'] as const;
type List = (typeof lists)[number];

export default function DutyPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const list: List = address.get('list') === 'collector-duty' ? 'collector-duty' : 'duty';
  return (
    <PageFrame
      title="责任单位表"
      summary="小类 × 区域落到处置单位；部件先属主后属地，事项先属地后属主，都没有时由指挥中心指定"
      extra={
        <Segmented<List>
          aria-label="责任表"
          value={list}
          onChange={(next) => setAddress(next === 'duty' ? {} : { list: next }, { replace: true })}
          options={[
            { value: 'duty', label: '处置单位' },
            { value: 'collector-duty', label: '网格采集员' },
          ]}
        />
      }
    >
      <Alert
        type="info"
        showIcon
        title={`责任角色版本 ${dutyRoleTable.version}，${dutyRoleTable.validFrom} 起执行`}
        description={`来源：${dutyRoleTable.source}。${dutyRoleTable.note}`}
      />
      <RegisterList key={list} register={`urban-management.${list}`} />
    </PageFrame>
  );
}
