/** 灯色和计分规则: both as data; whoever may keep them changes them in place. */
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function RulesPage(): ReactNode {
  return (
    <PageFrame title="灯色和计分规则" summary="改动留有历史；灯色按顺序第一条成立的规则为准">
      <Tabs
        items={[
          {
            key: 'lights',
            label: '红黄灯规则',
            children: <RegisterList register="supervision.light-rule" />,
          },
          { key: 'scores', label: '计分表', children: <RegisterList register="supervision.score-rule" /> },
        ]}
        destroyOnHidden
      />
    </PageFrame>
  );
}
