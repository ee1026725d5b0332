/** 编制报表: what is asked, of whom and how often, column by column; beside it at once what is held already. */
import { Alert, Button, Form, Input, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import flow from '../../../../engines/flow/contract.ts';
import { useCase } from '../../../../engines/flow/web/case/use-case.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { CallError } from '../../../../ui/call.ts';
import { Loading } from '../../../../ui/empty.tsx';
import { PageFrame, Section, TwoColumns } from '../../../../ui/layout.tsx';
import { usePageHolder } from '../../../../ui/page-context.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import {
  type Check,
  Column,
  type ColumnInput,
  type Cycle,
  cycleTitles,
  type FillLevel,
  levelTitles,
} from '../table/column.ts';
import { CheckEditor } from './parts/check-editor.tsx';
import { ColumnEditor } from './parts/column-editor.tsx';
import { FindingList } from './parts/finding-list.tsx';
import './reporting.css';

const type = 'info-reporting.table';

interface Draft {
  readonly title: string;
  readonly basis: string;
  readonly purpose: string;
  readonly level: FillLevel;
  readonly cycle: Cycle;
  readonly columns: readonly ColumnInput[];
  readonly checks: readonly Check[];
}

const blank: Draft = {
  title: '',
  basis: '',
  purpose: '',
  level: 'town',
  cycle: 'quarter',
  columns: [{ key: '列1', title: '', kind: 'integer', rollup: 'sum', required: true }],
  checks: [],
};

interface Held {
  readonly id: string;
  readonly version: number;
}

export default function DesignPage(): ReactNode {
  const { id } = useParams();
  return id === undefined ? <Editor start={blank} /> : <Saved id={id} />;
}

function Saved({ id }: { readonly id: string }): ReactNode {
  const asked = useCase(type, id);
  if (asked.data === undefined) return <Loading rows={12} />;
  const { version, row, offers } = asked.data;
  if (row === null || !offers.some(({ action }) => action === 'save'))
    return <Alert type="info" showIcon title="报表已送出，现在由他人办理" />;
  return <Editor key={version} start={{ ...blank, ...(row as Partial<Draft>) }} held={{ id, version }} />;
}

function useSave(held: Held | undefined) {
  const [fresh] = useState(() => newId());
  const [refusal, setRefusal] = useState<CallError | undefined>(undefined);
  const opening = useAct(flow.routes.open, { onRefused: setRefusal });
  const acting = useAct(flow.routes.act, { onRefused: setRefusal });
  return {
    refusal,
    saving: opening.acting || acting.acting,
    async save({ title, basis, purpose, level, cycle, columns, checks }: Draft) {
      setRefusal(undefined);
      const values = { title, basis, purpose, level, cycle, columns, checks };
      return held === undefined
        ? opening.act({ type, id: fresh, values })
        : acting.act({ type, ...held, action: 'save', values });
    },
  };
}

function Editor(props: { readonly start: Draft; readonly held?: Held }): ReactNode {
  const [draft, setDraft] = useState<Draft>(props.start);
  const { save, saving, refusal } = useSave(props.held);
  const navigate = useNavigate();
  const { close } = usePageHolder();
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  async function keep(): Promise<void> {
    const saved = await save(draft);
    if (saved === undefined) return;
    tell('success', '已保存，核对后在办理页面送审');
    close();
    void navigate(`/info-reporting/tables/${saved.id}`);
  }
  return (
    <PageFrame
      title={props.held === undefined ? '编制报表' : '修改报表'}
      summary="已掌握的数据自动改为预填，不再要基层填；全部已掌握的报表不予准入"
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
          className="report-alert"
          title={refusal.message}
          description={refusal.problems.map((each) => each.message).join('；')}
        />
      )}
      <TwoColumns
        main={
          <>
            <Section title="报表">
              <Head draft={draft} onChange={set} />
            </Section>
            <Section title="表列">
              <ColumnEditor columns={draft.columns} onChange={(columns) => set({ columns })} />
            </Section>
            <Section title="校验规则">
              <CheckEditor checks={draft.checks} onChange={(checks) => set({ checks })} />
            </Section>
          </>
        }
        side={
          <Section title="随时查重">
            <Compared draft={draft} {...(props.held === undefined ? {} : { id: props.held.id })} />
          </Section>
        }
      />
    </PageFrame>
  );
}

function Head(props: {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, onChange } = props;
  return (
    <Form layout="vertical" className="report-head">
      <Form.Item label="报表名称" htmlFor="table-title" required>
        <Input
          id="table-title"
          value={draft.title}
          maxLength={60}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="设立依据" htmlFor="table-basis" required>
        <Input
          id="table-basis"
          value={draft.basis}
          maxLength={200}
          placeholder="法律、法规或文件的名称和文号"
          onChange={(event) => onChange({ basis: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="填报层级" htmlFor="table-level">
        <Select<FillLevel>
          id="table-level"
          value={draft.level}
          onChange={(level) => onChange({ level })}
          options={(['county', 'town', 'village'] as const).map((value) => ({
            value,
            label: levelTitles[value],
          }))}
        />
      </Form.Item>
      <Form.Item label="填报周期" htmlFor="table-cycle">
        <Select<Cycle>
          id="table-cycle"
          value={draft.cycle}
          onChange={(cycle) => onChange({ cycle })}
          options={Object.entries(cycleTitles).map(([value, label]) => ({ value: value as Cycle, label }))}
        />
      </Form.Item>
      <Form.Item label="用途" htmlFor="table-purpose" required className="is-wide">
        <Input.TextArea
          id="table-purpose"
          value={draft.purpose}
          maxLength={500}
          rows={2}
          onChange={(event) => onChange({ purpose: event.target.value })}
        />
      </Form.Item>
    </Form>
  );
}

/** Only columns that can be read are compared; the others are still being typed. */
function Compared({ draft, id }: { readonly draft: Draft; readonly id?: string }): ReactNode {
  const columns = useMemo(
    () =>
      draft.columns
        .map((column) => Column.safeParse(column))
        .flatMap(({ data }) => (data === undefined ? [] : [data])),
    [draft.columns],
  );
  const key = JSON.stringify(columns.map(({ key: name, title, unit, kind }) => [name, title, unit, kind]));
  const { level, cycle } = draft;
  const asked = useCall(
    contract.routes.compare,
    { level, cycle, columns, ...(id === undefined ? {} : { id }) },
    { enabled: columns.length > 0 && key !== '', keep: true },
  );
  if (asked.data === undefined) return <p className="city-muted">写好列标题后，这里列出已掌握的数据</p>;
  const { findings, refused } = asked.data;
  return (
    <>
      {refused && (
        <Alert type="warning" showIcon className="report-alert" title="所要数据都已掌握，不需要再下发报表" />
      )}
      <FindingList findings={findings} />
    </>
  );
}
