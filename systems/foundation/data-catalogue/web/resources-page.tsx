/** 数据目录: everything that has been compiled, with how it is shared and whether it is mounted. */
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

/** 类 of the national guide, as ways into the one list. */
const views = [
  { value: '', label: '全部' },
  { value: '1', label: '基础类' },
  { value: '2', label: '主题类' },
  { value: '3', label: '部门类' },
];

export default function ResourcesPage(): ReactNode {
  const mayFile = useMay('data-catalogue:file');
  const [address] = useSearchParams();
  const navigate = useNavigate();
  const view = address.get('f.classCode') ?? '';
  return (
    <PageFrame
      title="数据目录"
      summary="各部门已编制的数据资源；各系统的台账自动编目，部门的目录经两级审核后发布"
    >
      <Segmented
        className="data-catalogue-views"
        aria-label="目录类别"
        options={views}
        value={view}
        onChange={(next) => void navigate(next === '' ? '.' : `?f.classCode=${next}`)}
      />
      <RegisterList
        key={view}
        register="data-catalogue.resource"
        to={(id) => `/data-catalogue/resources/${id}`}
        toolbar={mayFile && <LinkButton to="/flow/open/data-catalogue.filing">编制目录</LinkButton>}
      />
    </PageFrame>
  );
}
