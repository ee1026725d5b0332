/** 定义数据集: from a table, folder or interface of a source to fields with rules, way and period of collecting. */
import { Button, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import {
  type LakeField,
  type LoadMode,
  loadModes,
  type SourceObject,
} from '../../../../engines/lake/contract.ts';
import registersContract from '../../../../engines/registers/contract.ts';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { schedules } from '../data/schedules.ts';
import { FieldEditor } from './define/field-editor.tsx';
import { type Looked, LookTable } from './define/look-table.tsx';
import { ObjectInput } from './define/object-input.tsx';
import './collection.css';

interface Definition {
  readonly id?: string;
  readonly version?: number;
  readonly source: string;
  readonly code: string;
  readonly name: string;
  readonly object: SourceObject;
  readonly mode: LoadMode;
  readonly follow: string | undefined;
  readonly schedule: string;
  readonly note: string | undefined;
  readonly fields: readonly LakeField[];
}

export default function DefinePage(): ReactNode {
  const { id } = useParams();
  return id === undefined ? <NewDataset /> : <KnownDataset id={id} />;
}

function objectOf(address: URLSearchParams): SourceObject {
  const kind = address.get('kind');
  if (kind === 'table') {
    const schema = address.get('schema');
    return { kind, table: address.get('table') ?? '', ...(schema ? { schema } : {}) };
  }
  if (kind === 'pages')
    return {
      kind,
      path: '',
      pageParameter: 'page',
      sizeParameter: 'size',
      size: 500,
      firstPage: 1,
      rows: 'data',
      total: 'total',
    };
  if (kind === 'file') return { kind, file: address.get('file') ?? '' };
  if (kind === 'messages') return { kind, topic: '', form: 'json' };
  return { kind: 'drop', match: '*.csv' };
}

function scheduleOf({ kind }: SourceObject): string {
  if (kind === 'file') return 'manual';
  return kind === 'messages' ? 'five-minutes' : 'daily';
}

function NewDataset(): ReactNode {
  const [address] = useSearchParams();
  const source = address.get('source') ?? '';
  const object = objectOf(address);
  const table = object.kind === 'table' ? object : undefined;
  const suggested = useCall(
    contract.routes.suggest,
    {
      id: source,
      table: table?.table ?? '',
      ...(table?.schema === undefined ? {} : { schema: table.schema }),
    },
    { enabled: table !== undefined },
  );
  if (table !== undefined && suggested.isPending) return <Loading rows={8} />;
  if (suggested.isError) return <Failed error={suggested.error} onRetry={() => void suggested.refetch()} />;
  const code = (table?.table ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return (
    <Editor
      given={{
        source,
        code,
        name: '',
        object,
        mode: object.kind === 'messages' ? 'messages' : 'full',
        follow: undefined,
        schedule: scheduleOf(object),
        note: undefined,
        fields: suggested.data?.fields ?? [],
      }}
    />
  );
}

function KnownDataset(props: { readonly id: string }): ReactNode {
  const row = useCall(registersContract.routes.read, { register: 'data-collection.dataset', id: props.id });
  const about = useCall(contract.routes.dataset, { id: props.id });
  if (row.isPending || about.isPending) return <Loading rows={8} />;
  if (row.isError) return <Failed error={row.error} onRetry={() => void row.refetch()} />;
  if (about.isError) return <Failed error={about.error} onRetry={() => void about.refetch()} />;
  const known = row.data.row;
  const text = (name: string) => String(known[name] ?? '');
  return (
    <Editor
      given={{
        id: props.id,
        version: known.version,
        source: text('source'),
        code: text('code'),
        name: text('name'),
        object: about.data.object ?? { kind: 'drop', match: '*.csv' },
        mode: text('mode') as Definition['mode'],
        follow: text('follow') || undefined,
        schedule: text('schedule'),
        note: text('note') || undefined,
        fields: about.data.fields,
      }}
    />
  );
}

/** Messages come one way only, and nothing else does. */
function modesFor({ kind }: SourceObject): { readonly value: LoadMode; readonly label: string }[] {
  return Object.entries(loadModes)
    .map(([value, label]) => ({ value: value as LoadMode, label }))
    .filter(({ value }) => (value === 'messages') === (kind === 'messages'));
}

function Editor(props: { readonly given: Definition }): ReactNode {
  const { given } = props;
  const navigate = useNavigate();
  const [form] = Form.useForm<Omit<Definition, 'fields' | 'object'>>();
  const [object, setObject] = useState(given.object);
  const [fields, setFields] = useState(given.fields);
  const [mode, setMode] = useState(given.mode);
  const [looked, setLooked] = useState<Looked>();
  const look = useAct(contract.routes.look, {
    onDone: (found) => {
      setLooked(found);
      if (fields.length === 0) setFields(found.fields);
    },
  });
  const lookable = object.kind === 'file' || object.kind === 'drop' || object.kind === 'pages';
  const follows = mode === 'key' || mode === 'time';
  const save = useAct(contract.routes.save, {
    onDone: ({ id }) => void navigate(`/data-collection/datasets/${id}`),
  });

  async function submit(): Promise<void> {
    const values = await form.validateFields().catch(() => undefined);
    if (values === undefined) return;
    await save.act({
      ...(given.id === undefined ? {} : { id: given.id, version: given.version }),
      source: given.source,
      code: values.code,
      name: values.name,
      object,
      mode,
      ...(follows && values.follow ? { follow: values.follow } : {}),
      schedule: values.schedule,
      ...(values.note ? { note: values.note } : {}),
      fields: [...fields],
    });
  }

  return (
    <PageFrame
      title={given.id === undefined ? '定义数据集' : `修改“${given.name}”`}
      breadcrumb={[
        { title: '数据归集', to: '/data-collection' },
        { title: '数据集', to: '/data-collection/datasets' },
      ]}
      summary="字段名是标准层里的名字；规则在采集时逐行执行，不合格的行退回，不会丢失"
      extra={
        <>
          {lookable && (
            <Button loading={look.acting} onClick={() => void look.act({ id: given.source, object })}>
              读取列和前几行
            </Button>
          )}
          <Button
            type="primary"
            loading={save.acting}
            disabled={fields.length === 0}
            onClick={() => void submit()}
          >
            保存
          </Button>
        </>
      }
    >
      <Section title="采集什么">
        <Form form={form} layout="vertical" initialValues={given} className="collection-form">
          <Form.Item name="name" label="名称" rules={[{ required: true, message: '请填写名称' }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="code"
            label="编码"
            rules={[
              {
                required: true,
                pattern: /^[a-z][a-z0-9-]{1,59}$/,
                message: '小写字母开头，可含数字和短横线',
              },
            ]}
          >
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="schedule" label="采集周期">
            <Select options={schedules.map((each) => ({ value: each.code, label: each.name }))} />
          </Form.Item>
          <Form.Item label="采集方式">
            <Select aria-label="采集方式" value={mode} onChange={setMode} options={modesFor(object)} />
          </Form.Item>
          {follows && (
            <Form.Item
              name="follow"
              label="增量跟随的列"
              rules={[{ required: true, message: '增量采集要指定跟随的列' }]}
            >
              <Input placeholder="来源里的列名" />
            </Form.Item>
          )}
          <ObjectInput value={object} onChange={setObject} />
          <Form.Item name="note" label="说明">
            <Input maxLength={500} />
          </Form.Item>
        </Form>
      </Section>
      {looked && <LookTable looked={looked} />}
      <FieldEditor fields={fields} onChange={setFields} />
    </PageFrame>
  );
}
