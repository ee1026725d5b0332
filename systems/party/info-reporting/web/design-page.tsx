/** 编制报表: what is asked, of whom and how often, column by column; beside it at once what is held already. */
import { Alert, Button, Form, Input, Select } from 'antd';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCase } from '../../../../engines/flow/web/case/use-case.ts';
import { type HeldCase, useCaseSave } from '../../../../engines/flow/web/opening/use-case-save.ts';
import type { InputOf } from '../../../../kernel/contract.ts';
import { Loading } from '../../../../ui/empty.tsx';
import { PageFrame, Section, TwoColumns } from '../../../../ui/layout.tsx';
import { usePageHolder } from '../../../../ui/page-context.ts';
import { tell } from '../../../../ui/tell.ts';
import { useCall } from '../../../../ui/use-call.ts';
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

function valuesOf({ title, basis, purpose, level, cycle, columns, checks }: Draft) {
  return { title, basis, purpose, level, cycle, columns, checks };
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
    void navigate(`/info-reporting/tables/${saved}`);
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

type Wish = InputOf<typeof contract.routes.compare>;

/** The text once nobody has changed it for a moment, so that not every key asks the server. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 500);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
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
  const { level, cycle } = draft;
  const wish = useSettled(JSON.stringify({ level, cycle, columns, id }));
  const asked = useCall(contract.routes.compare, JSON.parse(wish) as Wish, {
    enabled: columns.length > 0,
    keep: true,
  });
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
