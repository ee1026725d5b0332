/** 目录编制: entries and changes on their way through both reviews. */
import type { ReactNode } from 'react';
import { CaseListPage } from '../../../../engines/flow/web/case/case-list-page.tsx';

export default function FilingsPage(): ReactNode {
  return (
    <CaseListPage
      title="目录编制"
      summary="编制、变更、暂停、恢复和注销都从这里办理：部门审核，主管部门审核，发布"
      type="data-catalogue.filing"
      open={{ title: '办理', allow: 'data-catalogue:file' }}
    />
  );
}
