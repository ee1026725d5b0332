/** 表单: every register and case type with its form in force and its draft; from here to the designer. */
import { Input, Segmented, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { Shown } from '../../../ui/empty.tsx';
import { momentText } from '../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract, { type FormLine } from '../contract.ts';

type Which = 'all' | 'designed' | 'draft';

const choices: { readonly value: Which; readonly label: string }[] = [
  { value: 'all', label: '全部' },
  { value: 'designed', label: '已有表单' },
  { value: 'draft', label: '有草稿' },
];

function isChosen(form: FormLine, which: Which, text: string): boolean {
  if (which === 'designed' && form.current === null) return false;
  if (which === 'draft' && form.draft === null) return false;
  return `${form.title} ${form.systemTitle} ${form.register}`.toLowerCase().includes(text.toLowerCase());
}

function currentCell(form: FormLine): ReactNode {
  if (form.current === null) return <span className="city-muted">按字段自动排列</span>;
  return (
    <>
      {form.current.title} 第 {form.current.number} 版{' '}
      <StatusTag tone={form.current.origin === 'system' ? 'grey' : 'blue'}>
        {form.current.origin === 'system' ? '系统自带' : '自行设计'}
      </StatusTag>
    </>
  );
}

function draftCell({ draft }: FormLine): ReactNode {
  if (draft === null) return <span className="city-muted">—</span>;
  return `第 ${draft.number} 版 · ${draft.changedBy} · ${momentText(draft.changedAt)}`;
}

export default function ListPage(): ReactNode {
  const asked = useCall(contract.routes.list, {});
  const navigate = useNavigate();
  const [which, setWhich] = useState<Which>('all');
  const [text, setText] = useState('');
  return (
    <PageFrame
      title="表单"
      summary="台账和事项的填写页面在这里排版：分组、栏数、显示和必填条件、自动计算、从台账预填；发布后新办的按新版，在办的不受影响。"
    >
      <Section
        extra={
          <>
            <Input.Search
              allowClear
              placeholder="名称、所属系统"
              aria-label="查找表单"
              onChange={(event) => setText(event.target.value.trim())}
            />
            <Segmented<Which> options={choices} value={which} onChange={setWhich} aria-label="表单状态" />
          </>
        }
        title="台账与事项"
      >
        <Shown of={asked}>
          {({ forms }) => (
            <Table<FormLine>
              rowKey="register"
              size="middle"
              dataSource={forms.filter((form) => isChosen(form, which, text))}
              pagination={{ pageSize: 20, showTotal: (total) => `共 ${total} 个`, showSizeChanger: false }}
              scroll={{ x: 900 }}
              onRow={(form) => ({
                className: 'city-row-open',
                onClick: () => void navigate(`/forms/${form.register}`),
              })}
              columns={[
                {
                  title: '台账或事项',
                  width: 220,
                  render: (_, form) => (
                    <a
                      href={`/desk/forms/${form.register}`}
                      onClick={(event) => {
                        event.preventDefault();
                        event.stopPropagation();
                        void navigate(`/forms/${form.register}`);
                      }}
                    >
                      {form.title}
                    </a>
                  ),
                },
                { title: '种类', width: 90, render: (_, form) => (form.kind === 'case' ? '事项' : '台账') },
                { title: '所属系统', width: 150, dataIndex: 'systemTitle' },
                { title: '在用表单', width: 260, render: (_, form) => currentCell(form) },
                { title: '草稿', width: 240, render: (_, form) => draftCell(form) },
              ]}
            />
          )}
        </Shown>
      </Section>
    </PageFrame>
  );
}
