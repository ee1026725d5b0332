/** 场景登记: each scene with its owner, what it may see, and on which legal basis. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function ScenesPage(): ReactNode {
  return (
    <PageFrame title="场景登记" summary="一个场景只能看登记过的内容；编号写在码里，停用后也不再给别的场景用">
      <RegisterList register="city-code.scene" />
    </PageFrame>
  );
}
