/** 收文办理: the engine's case page with the text as it was sent; works on a phone for 批示 and 阅文. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { PaperButton } from '../../../../engines/access/web/parts/paper-button.tsx';
import { CaseDetail, type ExtraSection } from '../../../../engines/flow/web/case/case-detail.tsx';
import { callFile } from '../../../../ui/call.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { ArchiveIncoming } from './archive/archive-incoming.tsx';
import { DeliveryFiles } from './exchange/sent-files.tsx';
import { Paper, SentPreview } from './draft/page-preview.tsx';
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
        <>
          <DeliveryFiles delivery={detail.row['delivery'] as string | null} />
          <SealedFile delivery={detail.row['delivery'] as string | null} />
          <Paper label="来文版面" inside>
            <SentPreview content={detail.row['content']} />
          </Paper>
        </>
      ) : null,
  },
];

/** What came under the sender's electronic seal is what is valid; the pages below only show it. */
function SealedFile({ delivery }: { readonly delivery: string | null }): ReactNode {
  const asked = useCall(contract.routes.delivery, { id: delivery ?? '' }, { enabled: delivery !== null });
  if (delivery === null || asked.data?.sealed !== true) return null;
  return (
    <p>
      <PaperButton
        paper="office.sealed-delivery"
        id={delivery}
        fetch={() => callFile(contract.routes.sealedDelivery, { id: delivery })}
      >
        盖章版式文件（OFD）
      </PaperButton>
    </p>
  );
}

export default function IncomingDocumentPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="office.incoming"
      id={id}
      groups={groups}
      sections={sections}
      pathOf={(other) => `/office/incoming/${other}`}
      extra={(detail) => (detail.status === 'closed' ? <ArchiveIncoming id={id} /> : null)}
    />
  );
}
