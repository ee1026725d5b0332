/** 督查立项: where the decision comes from, what it asks, and its split into tasks with lead, joint units, stages and limits. */
import { Alert, Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCase } from '../../../../engines/flow/web/case/use-case.ts';
import { type HeldCase, useCaseSave } from '../../../../engines/flow/web/opening/use-case-save.ts';
import { Loading } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageHolder } from '../../../../ui/page-context.ts';
import { tell } from '../../../../ui/tell.ts';
import { listTable } from '../data/tables.ts';
import { SourcePicker } from './parts/source-picker.tsx';
import { blankTask, type DraftTask, TaskEditor } from './parts/task-editor.tsx';
import './supervision.css';

const type = 'supervision.matter';

interface Draft {
  readonly title: string;
  readonly source: string;
  readonly sourceTitle: string;
  readonly sourceRegister?: string | null;
  readonly sourceRow?: string | null;
  readonly requirement: string;
  readonly tasks: readonly DraftTask[];
}

const blank: Draft = { title: '', source: 'meeting', sourceTitle: '', requirement: '', tasks: [blankTask] };

export default function PlanPage(): ReactNode {
  const { id } = useParams();
  return id === undefined ? <Editor start={blank} /> : <Saved id={id} />;
}

function Saved({ id }: { readonly id: string }): ReactNode {
  const asked = useCase(type, id);
  if (asked.data === undefined) return <Loading rows={12} />;
  const { version, row, offers } = asked.data;
  if (row === null || !offers.some(({ action }) => action === 'save'))
    return <Alert type="info" showIcon title="事项已送审，现在由他人办理" />;
  return <Editor key={version} start={{ ...blank, ...(row as Partial<Draft>) }} held={{ id, version }} />;
}

function valuesOf({ title, source, sourceTitle, sourceRegister, sourceRow, requirement, tasks }: Draft) {
  const linked = sourceRow ? { sourceRegister, sourceRow } : {};
  return { title, source, sourceTitle, requirement, ...linked, tasks };
}

function Editor(props: { readonly start: Draft; readonly held?: HeldCase }): ReactNode {
  const [draft, setDraft] = useState<Draft>(props.start);
  const { save, saving, refusal } = useCaseSave(type, props.held);
  const navigate = useNavigate();
  const { close } = usePageHolder();
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  async function keep(): Promise<void> {
    const saved = await save(valuesOf(draft));
    if (saved === undefined) return;
    tell('success', '已保存，核对后在办理页面送审');
    close();
    void navigate(`/supervision/matters/${saved}`);
  }
  return (
    <PageFrame
      title={props.held === undefined ? '督查立项' : '修改督查事项'}
      summary="批准立项后，每项任务自动交办给主办单位，协办单位同时收到"
      extra={
        <Button type="primary" loading={saving} onClick={() => void keep()}>
          保存
        </Button>
      }
    >
      {refusal && (
        <Alert
          type="error"
          showIcon
          className="supervise-alert"
          title={refusal.message}
          description={refusal.problems.map((each) => each.message).join('；')}
        />
      )}
      <Section title="事项">
        <Head draft={draft} onChange={set} />
      </Section>
      <Section title="任务分解">
        <TaskEditor tasks={draft.tasks} onChange={(tasks) => set({ tasks })} />
      </Section>
    </PageFrame>
  );
}

function Head(props: {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, onChange } = props;
  return (
    <Form layout="vertical" className="supervise-head">
      <Form.Item label="事项" htmlFor="matter-title" required>
        <Input
          id="matter-title"
          value={draft.title}
          maxLength={100}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="来源" htmlFor="matter-source" required>
        <Select
          id="matter-source"
          value={draft.source}
          onChange={(source: string) => onChange({ source })}
          options={(listTable.lists['sources'] ?? []).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item label="来源文件或会议" htmlFor="matter-source-title" required className="is-wide">
        <Input
          id="matter-source-title"
          value={draft.sourceTitle}
          maxLength={120}
          onChange={(event) => onChange({ sourceTitle: event.target.value, sourceRow: null })}
          suffix={
            <SourcePicker
              onPick={({ title, number, register, id, instruction }) =>
                onChange({
                  sourceTitle: number === null ? title : `${title}（${number}）`,
                  sourceRegister: register,
                  sourceRow: id,
                  ...(draft.title === '' ? { title: title.slice(0, 100) } : {}),
                  ...(instruction === null ? {} : { requirement: instruction, source: 'instruction' }),
                })
              }
            />
          }
        />
      </Form.Item>
      <Form.Item label="要求" htmlFor="matter-requirement" required className="is-wide">
        <Input.TextArea
          id="matter-requirement"
          value={draft.requirement}
          maxLength={2000}
          rows={3}
          onChange={(event) => onChange({ requirement: event.target.value })}
        />
      </Form.Item>
    </Form>
  );
}
