/** 收文办理: the engine's case page with the text as it was sent; works on a phone for 批示 and 阅文. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { CaseDetail, type ExtraSection } from '../../../../engines/flow/web/case/case-detail.tsx';
import { SentPreview } from './draft/page-preview.tsx';
import './office.css';

const groups = [
  {
    title: '来文',
    fields: ['source', 'sourceNumber', 'kind', 'urgency', 'receivedOn', 'replyBy', 'receiver', 'scans'],
  },
  { title: '办理', fields: ['proposal', 'instruction', 'result'] },
];

const sections: readonly ExtraSection[] = [
  {
    title: '来文正文',
    render: (detail) =>
      detail.row?.['content'] ? (
        <div className="office-paper is-inside">
          <SentPreview content={detail.row['content']} />
        </div>
      ) : null,
  },
];

export default function IncomingDocumentPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="office.incoming"
      id={id}
      groups={groups}
      sections={sections}
      pathOf={(other) => `/office/incoming/${other}`}
    />
  );
}
