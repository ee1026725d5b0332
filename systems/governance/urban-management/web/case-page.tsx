/** 案件详情: the engine's case page with what city management adds to it. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { PaperButton } from '../../../../engines/access/web/parts/paper-button.tsx';
import { CaseDetail } from '../../../../engines/flow/web/case/case-detail.tsx';
import { callFile } from '../../../../ui/call.ts';
import contract from '../contract.ts';
import { caseActionExtras, caseInputs } from './case/case-actions.tsx';
import { caseSections } from './case/case-sections.tsx';
import { casePath, caseType } from './rows/case-words.ts';
import './urban.css';

const groups = [
  { title: '问题', fields: ['source', 'matter', 'severity', 'description', 'address', 'caseArea', 'grid'] },
  { title: '处置', fields: ['standard', 'result', 'condition', 'level'] },
  { title: '报告人', fields: ['reporterName', 'reporterPhone', 'sourceNumber'] },
];

export default function CasePage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type={caseType}
      id={id}
      groups={groups}
      sections={caseSections}
      actionInputs={caseInputs}
      actionExtras={caseActionExtras}
      pathOf={casePath}
      extra={(detail) =>
        detail.row ? (
          <PaperButton
            paper="urban-management.case-file"
            id={id}
            fetch={() => callFile(contract.routes.caseFile, { id })}
          >
            案卷 PDF
          </PaperButton>
        ) : null
      }
    />
  );
}
