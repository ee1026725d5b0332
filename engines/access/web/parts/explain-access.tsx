/** Asks the decision itself: may this person do this with such a row, which post gives it, and what is masked. */
import { Alert, Button, Checkbox, Form, Select, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import type { InputOf } from '../../../../kernel/contract.ts';
import { AreaPicker } from '../../../../ui/area-picker.tsx';
import { DepartmentPicker } from '../../../../ui/department-picker.tsx';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { matchesText } from '../../../../ui/form/match-pinyin.ts';
import { SubjectPicker } from '../../../../ui/form/remote-pickers.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract, { type Explanation } from '../../contract.ts';
import { postKinds } from './post-words.ts';
import { clearanceTitles } from './role-words.ts';

interface Values {
  readonly subject: string;
  readonly permission: string;
  readonly area?: string | null;
  readonly department?: string | null;
  readonly own?: boolean;
}

export function ExplainAccess(): ReactNode {
  const permissions = useCall(contract.routes.permissions, {});
  const [question, setQuestion] = useState<InputOf<typeof contract.routes.explain> | undefined>(undefined);
  const options = (permissions.data ?? []).map(({ id, title, systemTitle }) => ({
    value: id,
    label: `${systemTitle} · ${title}`,
  }));
  const needed = [{ required: true, message: '请选择' }];
  function ask({ subject, permission, area, department, own }: Values): void {
    setQuestion({
      subject,
      permission,
      own: own ? 'true' : 'false',
      ...(area ? { area } : {}),
      ...(department ? { department } : {}),
    });
  }
  return (
    <>
      <Section title="谁，对什么样的记录，做什么">
        <Form<Values> layout="vertical" className="access-question" onFinish={ask}>
          <Form.Item name="subject" label="人员" rules={needed}>
            <SubjectPicker />
          </Form.Item>
          <Form.Item name="permission" label="权限" rules={needed}>
            <Select
              options={options}
              placeholder="输入系统或权限名查找"
              showSearch={{ filterOption: (text, option) => matchesText(text, String(option?.label ?? '')) }}
            />
          </Form.Item>
          <Form.Item name="area" label="记录所属区划">
            <AreaPicker />
          </Form.Item>
          <Form.Item name="department" label="记录所属单位">
            <DepartmentPicker />
          </Form.Item>
          <Form.Item name="own" valuePropName="checked" label="记录与本人的关系">
            <Checkbox>本人登记或交办给本人</Checkbox>
          </Form.Item>
          <Button type="primary" htmlType="submit">
            推演
          </Button>
        </Form>
      </Section>
      {question && <Answer question={question} />}
    </>
  );
}

function Answer(props: { readonly question: InputOf<typeof contract.routes.explain> }): ReactNode {
  const asked = useCall(contract.routes.explain, props.question);
  if (asked.isPending) return <Loading rows={4} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const { permit, clearance, masked, posts } = asked.data;
  const hidden = masked.map((one) => clearanceTitles[one] ?? one).join('、');
  return (
    <Section title="结论和依据">
      <Alert
        showIcon
        type={permit ? 'success' : 'error'}
        title={permit ? '可以' : '不可以'}
        description={
          permit
            ? `可见到“${clearanceTitles[clearance ?? ''] ?? clearance}”一级${hidden === '' ? '，没有遮蔽的字段' : `；遮蔽：${hidden}`}。`
            : whyNot(posts)
        }
        style={{ marginBottom: 16 }}
      />
      <Table<Explanation['posts'][number]>
        rowKey={(row) => `${row.id}${row.lenderName ?? ''}`}
        size="middle"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={posts}
        columns={[
          { title: '岗位', dataIndex: 'roleTitle', width: 180 },
          {
            title: '性质',
            width: 140,
            render: (_value, row) =>
              row.lenderName ? `代理 ${row.lenderName}` : (postKinds[row.kind] ?? row.kind),
          },
          { title: '单位', dataIndex: 'departmentName', width: 200 },
          { title: '区划', dataIndex: 'areaName', width: 140 },
          { title: '在期限内', width: 90, render: (_value, row) => mark(row.held) },
          { title: '含此权限', width: 90, render: (_value, row) => mark(row.gives) },
          { title: '管到此记录', width: 100, render: (_value, row) => mark(row.reaches) },
        ]}
      />
    </Section>
  );
}

function mark(yes: boolean): ReactNode {
  return <StatusTag tone={yes ? 'green' : 'grey'}>{yes ? '是' : '否'}</StatusTag>;
}

function whyNot(posts: Explanation['posts']): string {
  if (posts.length === 0) return '没有任何岗位。';
  const giving = posts.filter((post) => post.gives);
  if (giving.length === 0) return '没有一个岗位含此权限。';
  if (!giving.some((post) => post.held)) return '含此权限的岗位不在期限内。';
  return '含此权限的岗位管不到这样的记录。';
}
