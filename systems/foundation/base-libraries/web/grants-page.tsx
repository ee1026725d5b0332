/** 画像授权: which department may open portraits for which purpose until when. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function GrantsPage(): ReactNode {
  return (
    <PageFrame title="画像授权" summary="按目的授权到部门，到期自动失效；没有授权的目的打不开画像">
      <RegisterList register="base-libraries.portrait-grant" />
    </PageFrame>
  );
}
