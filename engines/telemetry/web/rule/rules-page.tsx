/** 告警规则: the list of rules. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { PageFrame } from '../../../../ui/layout.tsx';
import { RegisterList } from '../../../registers/web/parts/register-list.tsx';
import { paths } from '../paths.ts';

export default function RulesPage(): ReactNode {
  return (
    <PageFrame
      title="告警规则"
      summary="对一类设备读数的判定条件；保存前先在历史读数上回放，看会产生哪些告警"
      extra={
        <Link to={paths.rule('new')}>
          <Button type="primary" tabIndex={-1}>
            新建规则
          </Button>
        </Link>
      }
    >
      <RegisterList register="telemetry.rule" to={paths.rule} />
    </PageFrame>
  );
}
