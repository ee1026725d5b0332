/** 开放数据评价: comments that wait to be looked at before everybody reads them. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function RatingsPage(): ReactNode {
  return (
    <PageFrame title="开放数据评价" summary="评分直接计入；评论查看后勾选“公布评论”，开放门户才显示">
      <RegisterList register="open-data.rating" />
    </PageFrame>
  );
}
