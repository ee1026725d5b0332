/** 地图故事: those of the person's department and those shared with it. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';

export default function StoriesPage(): ReactNode {
  return (
    <PageFrame title="地图故事" summary="在“一张图”的“批注”里发布；打开的人只看到本人有权查看的图层">
      <Section flush>
        <RegisterList register="one-map.story" to={(id) => `/one-map/stories/${id}`} />
      </Section>
    </PageFrame>
  );
}
