/** 流程设计: one draft, drawn as BPMN 2.0 with our properties beside it, checked and published. */
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useSession } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Draft, Vocabulary } from '../../process/routes.ts';
import { DesignButtons } from './design-buttons.tsx';
import './designer.css';
import type { Diagram, DiagramElement } from './diagram/diagram-types.ts';
import { DiagramView, showElement } from './diagram/diagram-view.tsx';
import { PropertiesPanel } from './panel/properties-panel.tsx';
import { ProblemList } from './problem-list.tsx';

export default function DesignPage(): ReactNode {
  const { id = '' } = useParams();
  const draft = useCall(contract.routes.draft, { id }, { fresh: Number.POSITIVE_INFINITY });
  const type = draft.data?.type ?? '';
  const vocabulary = useCall(contract.routes.processVocabulary, { type }, { enabled: type !== '' });
  if (draft.isError) return <Failed error={draft.error} onRetry={() => void draft.refetch()} />;
  if (draft.isPending || vocabulary.data === undefined) return <Loading rows={10} />;
  return <Designer loaded={draft.data} vocabulary={vocabulary.data} />;
}

function Designer(props: { readonly loaded: Draft; readonly vocabulary: Vocabulary }): ReactNode {
  const { loaded, vocabulary } = props;
  const navigate = useNavigate();
  const mayDesign = useSession().permissions.includes('flow:design-process');
  const [draft, setDraft] = useState(loaded);
  // The text that the canvas was opened with: a save of what is on it does not open it anew.
  const [opened, setOpened] = useState(loaded.xml);
  const [diagram, setDiagram] = useState<Diagram>();
  const [selected, setSelected] = useState<DiagramElement>();
  const [changes, setChanges] = useState(0);
  return (
    <PageFrame
      title={draft.typeTitle}
      breadcrumb={[{ title: '流程' }, { title: '流程管理', to: '/flow/processes' }]}
      tags={<DraftTags draft={draft} dirty={changes > 0} />}
      extra={
        diagram && (
          <DesignButtons
            draft={draft}
            diagram={diagram}
            dirty={changes > 0}
            onSaved={(next) => {
              setDraft(next);
              setChanges(0);
            }}
            onReplaced={(next) => {
              setDraft(next);
              setOpened(next.xml);
              setChanges(0);
            }}
            onGone={() => void navigate('/flow/processes')}
          />
        )
      }
    >
      <div className="designer-body">
        <DiagramView
          xml={opened}
          editable={mayDesign}
          problems={draft.problems}
          onOpen={setDiagram}
          onSelect={setSelected}
          onChange={() => setChanges((count) => count + 1)}
        />
        {diagram && (
          <PropertiesPanel
            diagram={diagram}
            selected={selected}
            vocabulary={vocabulary}
            disabled={!mayDesign}
          />
        )}
      </div>
      <ProblemList problems={draft.problems} onShow={(element) => diagram && showElement(diagram, element)} />
    </PageFrame>
  );
}

function DraftTags({ draft, dirty }: { readonly draft: Draft; readonly dirty: boolean }): ReactNode {
  if (dirty) return <StatusTag tone="yellow">有未保存的修改</StatusTag>;
  if (draft.state === 'checked') return <StatusTag tone="blue">已校验，可以发布</StatusTag>;
  return <StatusTag tone="grey">草稿</StatusTag>;
}
