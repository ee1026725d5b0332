/** 字段目录: each field of the card with its owner, who may use it, who writes it and how long it holds. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';

export default function FieldsPage(): ReactNode {
  return (
    <PageFrame
      title="字段目录"
      summary="户卡每一项归哪个部门负责、哪些部门可以用、谁来填、多久要确认一次；没有列明的部门得不到"
    >
      <Section flush>
        <RegisterList register="village-data.field" />
      </Section>
    </PageFrame>
  );
}
