/** 户卡: the cards of the caller's area, as far as he may see them; new ones come by the ordinary import. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useMay } from '../../../../../ui/session.ts';

export default function CardsPage(): ReactNode {
  const mayImport = useMay('village-data:keep');
  return (
    <PageFrame
      title="户卡"
      summary="一户一卡：每个值写明来源和日期；村干部在手机“我的村”里采集，主管部门更正自己的字段"
      extra={
        mayImport && (
          <>
            <Link to="/registers/village-data.household/import">
              <Button tabIndex={-1}>导入户</Button>
            </Link>
            <Link to="/registers/village-data.member/import">
              <Button tabIndex={-1}>导入成员</Button>
            </Link>
          </>
        )
      }
    >
      <Section flush>
        <RegisterList register="village-data.household" to={(id) => `/village-data/cards/${id}`} />
      </Section>
    </PageFrame>
  );
}
