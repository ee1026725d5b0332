/** 发文办理: the engine's case page with the printed page, the changes of the draft, and where the document went. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { PaperButton } from '../../../../engines/access/web/parts/paper-button.tsx';
import type { CaseDetail as Detail } from '../../../../engines/flow/contract.ts';
import { CaseDetail, type ExtraSection } from '../../../../engines/flow/web/case/case-detail.tsx';
import type { ActionInputs } from '../../../../engines/flow/web/action/action-fields.tsx';
import type { FieldInputProps } from '../../../../ui/field-input.tsx';
import { callFile } from '../../../../ui/call.ts';
import contract from '../contract.ts';
import type { DraftText } from '../document/to-official.ts';
import { PagePreview, Paper } from './draft/page-preview.tsx';
import { outgoingType } from './draft/use-draft-save.ts';
import { useLetterheads } from './draft/use-letterheads.ts';
import { ChangeView } from './draft/change-view.tsx';
import { DeliveryList } from './exchange/delivery-list.tsx';
import { RecipientsInput } from './exchange/recipients-input.tsx';
import './office.css';

const groups = [
  {
    title: '公文',
    fields: [
      'documentNumber',
      'kind',
      'urgency',
      'openness',
      'signerName',
      'signedOn',
      'issuer',
      'draftUnit',
    ],
  },
  { title: '归档', fields: ['retention', 'archiveNumber'] },
];

const sections: readonly ExtraSection[] = [
  { title: '版面', render: (detail) => (detail.row === null ? null : <Printed row={detail.row} />) },
  {
    title: '修订',
    render: (detail) => (Number(detail.row?.['versions'] ?? 0) > 1 ? <ChangeView id={detail.id} /> : null),
  },
  {
    title: '分发回执',
    render: (detail) => (detail.row?.['distributedAt'] ? <DeliveryList document={detail.id} /> : null),
  },
];

/** The units to which a document goes, by their names: what is kept is a list of ids. */
function UnitsInput(props: FieldInputProps): ReactNode {
  return <RecipientsInput value={props.value} onChange={(ids) => props.onChange?.(ids)} id={props.id} />;
}

const inputs: ActionInputs = { deliverTo: UnitsInput, copyTo: UnitsInput };

function Printed({ row }: { readonly row: NonNullable<Detail['row']> }): ReactNode {
  const head = useLetterheads()?.find((one) => one.id === row['series']);
  const draft: DraftText = { ...row, sealed: typeof row['sealedAt'] === 'string' };
  return (
    <Paper label="公文版面" inside>
      <PagePreview draft={draft} head={head} />
    </Paper>
  );
}

export default function DocumentPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type={outgoingType}
      id={id}
      groups={groups}
      sections={sections}
      actionInputs={inputs}
      pathOf={(other) => `/office/documents/${other}`}
      extra={(detail) => (
        <>
          {detail.offers.some(({ action }) => action === 'save') && (
            <Link to={`/office/documents/${id}/edit`}>
              <Button tabIndex={-1}>改稿</Button>
            </Link>
          )}
          {/* Who only follows the document has no text to take along. */}
          {detail.row !== null && (
            <>
              <PaperButton
                paper="office.document-pdf"
                id={id}
                fetch={() => callFile(contract.routes.documentFile, { id, as: 'pdf' })}
              >
                PDF
              </PaperButton>
              <PaperButton
                paper="office.document-docx"
                id={id}
                fetch={() => callFile(contract.routes.documentFile, { id, as: 'docx' })}
              >
                Word
              </PaperButton>
              {(detail.row['sealedFile'] as readonly string[] | null)?.length && (
                <PaperButton
                  paper="office.sealed-document"
                  id={id}
                  fetch={() => callFile(contract.routes.sealedDocument, { id })}
                >
                  盖章版式文件
                </PaperButton>
              )}
            </>
          )}
        </>
      )}
    />
  );
}
