/** 数据开放: what is open, what was withheld and why. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function PublicationsPage(): ReactNode {
  const mayPublish = useMay('open-data:publish');
  return (
    <PageFrame title="数据开放" summary="发布前检查直接标识符和小组；数据每次更新重新检查，不通过的自动暂停">
      <RegisterList
        register="open-data.publication"
        to={(id) => `/open-data/publications/${id}`}
        toolbar={mayPublish && <LinkButton to="/open-data/publish">发布开放数据</LinkButton>}
      />
    </PageFrame>
  );
}
