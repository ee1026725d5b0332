/** 新增 and 修改事项: an item whole, with its materials and the units on its path. */
import { Alert, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { CallError } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageHolder } from '../../../../ui/page-context.ts';
import { useDepartments } from '../../../../ui/sources.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { listTable } from '../data/tables.ts';
import type { ItemBody, Material, PathStep } from '../registers/item-body.ts';
import './inner-run.css';

interface Draft {
  readonly code: string;
  readonly status: 'online' | 'offline';
  readonly body: ItemBody;
}

const blank: Draft = {
  code: '',
  status: 'online',
  body: {
    title: '',
    kind: 'affairs',
    unit: '',
    basis: '',
    legalDays: 10,
    promisedDays: 3,
    runsBefore: 2,
    seal: 'official',
    materials: [],
    path: [],
  },
};

export default function ItemEditorPage(): ReactNode {
  const { id } = useParams();
  return id === undefined ? <Editor start={blank} /> : <Saved id={id} />;
}

function Saved({ id }: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.guide, { id });
  return (
    <Shown of={asked}>
      {({ code, status, version, ...guide }) => {
        const { title, kind, unit, basis, legalDays, promisedDays, runsBefore, seal, materials } = guide;
        const path = guide.path.map(({ name: _name, ...step }) => step);
        const body = { title, kind, unit, basis, legalDays, promisedDays, runsBefore, seal, materials, path };
        const start = {
          code,
          status: status === 'offline' ? ('offline' as const) : ('online' as const),
          body,
        };
        return <Editor key={version} start={start} held={{ id, version }} />;
      }}
    </Shown>
  );
}

function Editor(props: {
  readonly start: Draft;
  readonly held?: { readonly id: string; readonly version: number };
}): ReactNode {
  const { held } = props;
  const [draft, setDraft] = useState<Draft>(props.start);
  const [refusal, setRefusal] = useState<CallError | undefined>(undefined);
  const navigate = useNavigate();
  const { close } = usePageHolder();
  const { act, acting } = useAct(contract.routes.saveItem, {
    onRefused: setRefusal,
    onDone: ({ id }) => {
      tell('success', '已保存');
      close();
      void navigate(`/inner-run/items/${id}`);
    },
  });
  const set = (part: Partial<ItemBody>) => setDraft((now) => ({ ...now, body: { ...now.body, ...part } }));
  return (
    <PageFrame
      title={held === undefined ? '新增事项' : '修改事项'}
      summary="承诺时限不长于法定时限；会办单位同时办理，超时视为同意"
      extra={
        <Button type="primary" loading={acting} onClick={() => void act({ ...draft, ...held })}>
          保存
        </Button>
      }
    >
      {refusal && (
        <Alert
          type="error"
          showIcon
          className="inner-alert"
          title={refusal.message}
          description={refusal.problems.map((each) => each.message).join('；')}
        />
      )}
      <Section title="事项">
        <Head draft={draft} onCode={(code) => setDraft((now) => ({ ...now, code }))} onChange={set}>
          <Checkbox
            checked={draft.status === 'online'}
            onChange={(event) =>
              setDraft((now) => ({ ...now, status: event.target.checked ? 'online' : 'offline' }))
            }
          >
            可以申请
          </Checkbox>
        </Head>
      </Section>
      <Section title="材料">
        <Materials materials={draft.body.materials} onChange={(materials) => set({ materials })} />
      </Section>
      <Section title="会办单位">
        <Path path={draft.body.path} onChange={(path) => set({ path })} />
      </Section>
    </PageFrame>
  );
}

function Units(props: {
  readonly id?: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (unit: string) => void;
}): ReactNode {
  const departments = useDepartments();
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      placeholder={props.label}
      showSearch={{ optionFilterProp: 'label' }}
      value={props.value === '' ? null : props.value}
      options={departments.map((one) => ({ value: one.id, label: one.shortName }))}
      onChange={props.onChange}
    />
  );
}

function Head(props: {
  readonly draft: Draft;
  readonly onCode: (code: string) => void;
  readonly onChange: (part: Partial<ItemBody>) => void;
  readonly children: ReactNode;
}): ReactNode {
  const { draft, onChange } = props;
  const { body } = draft;
  const number = (name: 'legalDays' | 'promisedDays' | 'runsBefore', label: string) => (
    <Form.Item label={label} htmlFor={`item-${name}`}>
      <InputNumber<number>
        id={`item-${name}`}
        value={body[name]}
        min={0}
        precision={0}
        onChange={(value) => onChange({ [name]: value ?? 0 })}
      />
    </Form.Item>
  );
  return (
    <Form layout="vertical" className="inner-head">
      <Form.Item label="事项编码" htmlFor="item-code" required>
        <Input
          id="item-code"
          value={draft.code}
          maxLength={9}
          placeholder="NP-CZ-001"
          onChange={(event) => props.onCode(event.target.value.toUpperCase())}
        />
      </Form.Item>
      <Form.Item label="事项名称" htmlFor="item-title" required>
        <Input
          id="item-title"
          value={body.title}
          maxLength={80}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="办理单位" htmlFor="item-unit" required>
        <Units id="item-unit" label="办理单位" value={body.unit} onChange={(unit) => onChange({ unit })} />
      </Form.Item>
      <Form.Item label="类别" htmlFor="item-kind">
        <Select
          id="item-kind"
          value={body.kind}
          options={(listTable.lists['kinds'] ?? []).map(([value, label]) => ({ value, label }))}
          onChange={(kind: string) => onChange({ kind })}
        />
      </Form.Item>
      <Form.Item label="设定依据" htmlFor="item-basis" required className="is-wide">
        <Input
          id="item-basis"
          value={body.basis}
          maxLength={200}
          onChange={(event) => onChange({ basis: event.target.value })}
        />
      </Form.Item>
      {number('legalDays', '法定时限（工作日）')}
      {number('promisedDays', '承诺时限（工作日）')}
      {number('runsBefore', '改革前跑动（次）')}
      <Form.Item label="用印" htmlFor="item-seal">
        <Select<ItemBody['seal']>
          id="item-seal"
          value={body.seal}
          options={(listTable.lists['seals'] ?? []).map(([value, label]) => ({
            value: value as ItemBody['seal'],
            label,
          }))}
          onChange={(seal) => onChange({ seal })}
        />
      </Form.Item>
      {props.children}
    </Form>
  );
}

function Materials(props: {
  readonly materials: readonly Material[];
  readonly onChange: (materials: Material[]) => void;
}): ReactNode {
  const { materials, onChange } = props;
  const change = (index: number, part: Partial<Material>) =>
    onChange(materials.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <div className="inner-rows">
      {materials.map((material, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a material has no other identity while it is typed
        <div key={index} className="inner-row">
          <Input
            aria-label={`材料 ${index + 1} 名称`}
            placeholder="材料名称"
            value={material.title}
            maxLength={60}
            onChange={(event) => change(index, { title: event.target.value })}
          />
          <Input
            aria-label={`材料 ${index + 1} 编号`}
            placeholder="编号"
            value={material.key}
            maxLength={30}
            onChange={(event) => change(index, { key: event.target.value })}
          />
          <Select<Material['from']>
            aria-label={`材料 ${index + 1} 来源`}
            value={material.from}
            options={[
              { value: 'applicant', label: '申请单位提交' },
              { value: 'shared', label: '共享数据核验' },
            ]}
            onChange={(from) => change(index, { from })}
          />
          <Checkbox
            checked={material.required}
            onChange={(event) => change(index, { required: event.target.checked })}
          >
            必需
          </Checkbox>
          <Button type="text" danger onClick={() => onChange(materials.filter((_, at) => at !== index))}>
            删除
          </Button>
        </div>
      ))}
      <Button
        onClick={() =>
          onChange([
            ...materials,
            { key: `m${materials.length + 1}`, title: '', required: true, from: 'applicant' },
          ])
        }
      >
        加一项材料
      </Button>
    </div>
  );
}

function Path(props: {
  readonly path: readonly PathStep[];
  readonly onChange: (path: PathStep[]) => void;
}): ReactNode {
  const { path, onChange } = props;
  const change = (index: number, part: Partial<PathStep>) =>
    onChange(path.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <div className="inner-rows">
      {path.map((step, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step has no other identity while it is typed
        <div key={index} className="inner-row">
          <Units
            label={`会办单位 ${index + 1}`}
            value={step.unit}
            onChange={(unit) => change(index, { unit })}
          />
          <Input
            aria-label={`会办 ${index + 1} 内容`}
            placeholder="会办内容"
            value={step.title}
            maxLength={60}
            onChange={(event) => change(index, { title: event.target.value })}
          />
          <InputNumber<number>
            aria-label={`会办 ${index + 1} 时限`}
            value={step.days}
            min={0.5}
            step={0.5}
            suffix="工作日"
            onChange={(days) => change(index, { days: days ?? 1 })}
          />
          <Button type="text" danger onClick={() => onChange(path.filter((_, at) => at !== index))}>
            删除
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange([...path, { unit: '', title: '', days: 1 }])}>加一个会办单位</Button>
    </div>
  );
}
