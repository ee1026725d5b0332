/** 脱敏水印策略: every policy with its days and edition. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';

export default function PoliciesPage(): ReactNode {
  const mayKeep = useMay('data-protection:keep-policies');
  return (
    <PageFrame
      title="脱敏水印策略"
      summary="按已核定的分类分级，规定页面、导出、共享和开放怎样脱敏、文件是否加水印；只在声明之上加严，各出口由同一裁决执行"
    >
      <RegisterList
        register="data-protection.policy"
        to={(id) => `/data-protection/policies/${id}`}
        toolbar={mayKeep && <LinkButton to="/data-protection/policies/new">新建策略</LinkButton>}
      />
    </PageFrame>
  );
}
