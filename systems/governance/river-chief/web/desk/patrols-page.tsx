/** 巡河记录: every patrol, whether it counts and why not. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';

export default function PatrolsPage(): ReactNode {
  return (
    <PageFrame
      title="巡河记录"
      summary="手机轨迹按巡河标准自动判定：时长、里程、覆盖比例，以及跳点、不动点、乘车、中断"
    >
      <Section flush>
        <RegisterList register="river-chief.patrol" to={(id) => `/river-chief/patrols/${id}`} />
      </Section>
    </PageFrame>
  );
}
