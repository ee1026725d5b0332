/** 流程设计: one draft as BPMN drawing and as simple cards, played, checked and published. */
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { usePageHolder, usePageTitle } from '../../../../ui/page-context.ts';
import { useSession } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { call } from '../../../../ui/call.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Draft, Vocabulary } from '../../routes/definition-routes.ts';
import type { SimpleProcess } from '../../process/simple-process.ts';
import { DesignButtons } from './design-buttons.tsx';
import './designer.css';
import type { Diagram, DiagramElement } from './diagram/diagram-types.ts';
import { DiagramView, showElement } from './diagram/diagram-view.tsx';
import { PropertiesPanel } from './panel/properties-panel.tsx';
import { SimulationPanel } from './run/simulation-panel.tsx';
import { TrialPanel } from './run/trial-panel.tsx';
import { ProblemList } from './problem-list.tsx';
import { SimpleView } from './simple/simple-view.tsx';

export default function DesignPage(): ReactNode {
  const { id = '' } = useParams();
  // Read once for the life of the page: what is on it is newer than any answer, and a published draft is there no more.
  const draft = useQuery({
    queryKey: ['process-draft', id],
    queryFn: ({ signal }) => call(contract.routes.draft, { id }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const type = draft.data?.type ?? '';
  const vocabulary = useCall(contract.routes.processVocabulary, { type }, { enabled: type !== '' });
  if (draft.isError) return <Failed error={draft.error} onRetry={() => void draft.refetch()} />;
  if (draft.isPending || vocabulary.data === undefined) return <Loading rows={10} />;
  return <Designer loaded={draft.data} vocabulary={vocabulary.data} />;
}

type View = 'drawing' | 'simple' | 'trial' | 'simulation';

function Designer(props: { readonly loaded: Draft; readonly vocabulary: Vocabulary }): ReactNode {
  const { loaded, vocabulary } = props;
  const navigate = useNavigate();
  const { close } = usePageHolder();
  usePageTitle(`${loaded.typeTitle}·流程设计`);
  const disabled = !useSession().permissions.includes('flow:design-process');
  const [draft, setDraft] = useState(loaded);
  const [view, setView] = useState<View>('drawing');
  // The text that the canvas was opened with: a save of what is on it does not open it anew.
  const [opened, setOpened] = useState(loaded.xml);
  const [diagram, setDiagram] = useState<Diagram>();
  const [selected, setSelected] = useState<DiagramElement>();
  const [changes, setChanges] = useState(0);
  const [simple, setSimple] = useState<SimpleProcess>();
  const [chosen, setChosen] = useState('');
  const saveXml = useAct(contract.routes.saveDraft);
  const saveSimple = useAct(contract.routes.saveSimple);
  const dirty = changes > 0;

  function take(next: Draft): void {
    setDraft(next);
    setChanges(0);
  }
  /** What is on the page, saved; undefined where it was refused. */
  async function save(): Promise<Draft | undefined> {
    if (!dirty) return draft;
    const seen = { id: draft.id, revision: draft.revision };
    const next =
      view === 'simple' && simple !== undefined
        ? await saveSimple.act({ ...seen, simple })
        : await saveXml.act({
            ...seen,
            xml: (await diagram?.saveXML({ format: true }))?.xml ?? draft.xml,
          });
    if (next !== undefined) take(next);
    return next;
  }
  async function turn(next: View): Promise<void> {
    const now = await save();
    if (now === undefined) return;
    if (next === 'simple' && now.notSimple !== '')
      return tell('warning', `简易视图不能表示这个流程：${now.notSimple}`);
    if (next === 'simple') {
      const found = await call(contract.routes.simpleView, { id: now.id }).catch(() => undefined);
      if (found === undefined) return tell('error', '简易视图没有打开，请重试');
      setSimple(found);
    }
    setOpened(now.xml);
    setView(next);
  }
  function show(element: string): void {
    if (view === 'simple') setChosen(element);
    else if (diagram !== undefined) showElement(diagram, element);
  }
  return (
    <PageFrame
      title={draft.typeTitle}
      breadcrumb={[{ title: '流程' }, { title: '流程管理', to: '/flow/processes' }]}
      tags={<DraftTags draft={draft} dirty={dirty} />}
      extra={
        <>
          <Segmented<View>
            value={view}
            onChange={(next) => void turn(next)}
            options={[
              { value: 'drawing', label: '流程图' },
              { value: 'simple', label: '简易视图' },
              { value: 'trial', label: '试走' },
              { value: 'simulation', label: '仿真' },
            ]}
          />
          <DesignButtons
            draft={draft}
            dirty={dirty}
            onSave={save}
            onSaved={take}
            onReplaced={(next) => {
              take(next);
              setOpened(next.xml);
              setView('drawing');
            }}
            onGone={() => {
              close();
              void navigate('/flow/processes');
            }}
          />
        </>
      }
    >
      {view === 'simple' && simple !== undefined ? (
        <SimpleView
          simple={simple}
          vocabulary={vocabulary}
          problems={draft.problems}
          disabled={disabled}
          chosen={chosen}
          onChoose={setChosen}
          onChange={(next) => {
            setSimple(next);
            setChanges((count) => count + 1);
          }}
        />
      ) : (
        <div className="designer-body">
          <DiagramView
            xml={opened}
            editable={!disabled && view === 'drawing'}
            problems={draft.problems}
            onOpen={setDiagram}
            onSelect={setSelected}
            onChange={() => setChanges((count) => count + 1)}
          />
          {diagram && view === 'trial' && <TrialPanel draft={draft.id} diagram={diagram} />}
          {diagram && view === 'simulation' && <SimulationPanel draft={draft.id} diagram={diagram} />}
          {diagram && view === 'drawing' && (
            <PropertiesPanel
              diagram={diagram}
              selected={selected}
              vocabulary={vocabulary}
              disabled={disabled}
            />
          )}
        </div>
      )}
      <ProblemList problems={draft.problems} onShow={show} />
    </PageFrame>
  );
}

function DraftTags({ draft, dirty }: { readonly draft: Draft; readonly dirty: boolean }): ReactNode {
  if (dirty) return <StatusTag tone="yellow">有未保存的修改</StatusTag>;
  if (draft.state === 'checked') return <StatusTag tone="blue">已校验，可以发布</StatusTag>;
  return <StatusTag tone="grey">草稿</StatusTag>;
}
