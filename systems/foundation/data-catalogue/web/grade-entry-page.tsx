/** 核定分类分级: the items of one entry with what is suggested and why; taken over, set otherwise or refused, several at once. */
import { Button, Form, Input, Modal, Select, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { classes, grades } from '../data/grading.ts';
import type { GradedItem } from '../grading-routes.ts';
import { gradingWords, standingTitle } from './parts/grading-words.ts';
import './catalogue.css';

interface Wanted {
  readonly class: string;
  readonly grade: string;
  readonly opinion?: string;
}

export default function GradeEntryPage(): ReactNode {
  const { id = '' } = useParams();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState<'set' | 'refuse'>();
  const [form] = Form.useForm<Wanted>();
  const asked = useCall(contract.routes.gradedItems, { id });
  const done = {
    onDone: () => {
      setChosen([]);
      setAsking(undefined);
    },
  };
  const accept = useAct(contract.routes.acceptGrades, done);
  const set = useAct(contract.routes.setGrades, done);
  const refuse = useAct(contract.routes.refuseGrades, done);
  const suggest = useAct(contract.routes.suggestGrades);
  const items = asked.data?.items ?? [];
  const rows = items
    .filter((item) => chosen.includes(item.id))
    .map(({ id: row, version }) => ({ id: row, version }));
  async function send() {
    const given = await form.validateFields();
    const opinion = given.opinion ?? '';
    if (asking === 'set') await set.act({ rows, class: given.class, grade: given.grade, opinion });
    else await refuse.act({ rows, opinion });
  }
  const none = rows.length === 0;
  return (
    <PageFrame
      title={`核定分类分级${asked.data === undefined ? '' : `：${asked.data.name}`}`}
      summary="建议只有个数和理由，不含数据内容；低于建议或已核定的级别、改换已核定的分类须写明理由，每次变化都留在历史里"
    >
      <Shown of={asked} rows={8}>
        {({ mayGrade }) => (
          <Section title="信息项" flush>
            {mayGrade && (
              <div className="catalogue-acts">
                <Button
                  type="primary"
                  disabled={none}
                  loading={accept.acting}
                  onClick={() => void accept.act({ rows })}
                >
                  采纳建议{none ? '' : `（${rows.length}）`}
                </Button>
                <Button disabled={none} onClick={() => setAsking('set')}>
                  另定
                </Button>
                <Button disabled={none} onClick={() => setAsking('refuse')}>
                  不采纳
                </Button>
                <Button loading={suggest.acting} onClick={() => void suggest.act({ id })}>
                  重新给出建议
                </Button>
              </div>
            )}
            <Table<GradedItem>
              rowKey="id"
              size="middle"
              pagination={{ pageSize: 50, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
              dataSource={[...items]}
              locale={{ emptyText: <Empty text="没有信息项：挂接数据后，夜里或点“重新给出建议”列入" /> }}
              {...(mayGrade
                ? {
                    rowSelection: {
                      selectedRowKeys: [...chosen],
                      onChange: (keys) => setChosen(keys.map(String)),
                      getCheckboxProps: ({ title }) => ({ 'aria-label': `选择${title}` }) as object,
                    },
                  }
                : {})}
              columns={[
                {
                  title: '信息项',
                  render: (_, item) => (
                    <>
                      {item.title} <small className="city-muted">{item.field}</small>
                    </>
                  ),
                },
                { title: '状态', render: (_, item) => standingTitle(item.standing) },
                { title: '核定', render: (_, item) => gradingWords(item.class, item.grade) },
                {
                  title: '建议',
                  render: (_, item) => gradingWords(item.suggestedClass, item.suggestedGrade),
                },
                { title: '把握', render: (_, item) => `${Math.round(item.confidence * 100)}%` },
                {
                  title: '理由',
                  render: (_, item) => (
                    <div className="catalogue-reason">
                      {item.reason}
                      {item.opinion !== null && <div className="city-muted">核定意见：{item.opinion}</div>}
                    </div>
                  ),
                },
              ]}
            />
          </Section>
        )}
      </Shown>
      <Modal
        open={asking !== undefined}
        title={asking === 'set' ? '另定分类分级' : '不采纳建议'}
        okText="确定"
        cancelText="取消"
        confirmLoading={set.acting || refuse.acting}
        onOk={() => void send()}
        onCancel={() => setAsking(undefined)}
        destroyOnHidden
      >
        <Form form={form} layout="vertical" preserve={false}>
          {asking === 'set' && (
            <>
              <Form.Item name="class" label="分类" rules={[{ required: true, message: '请选择分类' }]}>
                <Select
                  options={Object.entries(classes).map(([value, { title }]) => ({ value, label: title }))}
                />
              </Form.Item>
              <Form.Item name="grade" label="级别" rules={[{ required: true, message: '请选择级别' }]}>
                <Select options={grades.map(({ code, title }) => ({ value: code, label: title }))} />
              </Form.Item>
            </>
          )}
          <Form.Item
            name="opinion"
            label="理由"
            rules={asking === 'refuse' ? [{ required: true, message: '请写明理由' }] : []}
          >
            <Input.TextArea maxLength={500} rows={3} />
          </Form.Item>
        </Form>
      </Modal>
    </PageFrame>
  );
}
