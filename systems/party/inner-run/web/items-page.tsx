/** 事项目录: what one organ may ask of another, with promised and legal days. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function ItemsPage(): ReactNode {
  const mayKeep = useMay('inner-run:keep-items');
  return (
    <PageFrame title="事项目录" summary="点开看办事指南：依据、材料、会办单位、承诺时限">
      <RegisterList
        register="inner-run.item"
        where={{ status: 'online' }}
        to={(id) => `/inner-run/items/${id}`}
        toolbar={mayKeep && <LinkButton to="/inner-run/items/new">新增事项</LinkButton>}
      />
    </PageFrame>
  );
}
