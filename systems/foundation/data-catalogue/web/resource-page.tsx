/** 数据目录详情: the core metadata, the information items, and a live check of what it is mounted on. */
import { Button, Modal, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { registerPath } from '../../../../engines/registers/web/parts/register-path.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { Empty } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Item } from '../routes.ts';
import { gradingWords } from './parts/grading-words.ts';

const types: Readonly<Record<string, string>> = {
  C: '字符',
  N: '数值',
  I: '整型',
  D: '日期',
  T: '日期时间',
  L: '逻辑',
  M: '备注',
  G: '通用',
};
const shareTypes: Readonly<Record<string, string>> = {
  '1': '无条件共享',
  '2': '有条件共享',
  '3': '不予共享',
};
const classes: Readonly<Record<string, string>> = {
  public: '公开',
  internal: '内部',
  personal: '个人',
  sensitive: '敏感',
};

const ownFields = ['items', 'itemWords', 'target'];

export default function ResourcePage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.entry, { id });
  const check = useAct(contract.routes.check, {
    onDone: ({ mounted, problem }) =>
      mounted ? Modal.success({ title: '挂接正常' }) : Modal.warning({ title: '没有挂接', content: problem }),
  });
  return (
    <>
      <RegisterDetail
        register="data-catalogue.resource"
        id={id}
        without={ownFields}
        extra={
          asked.data?.mayCheck && (
            <Button loading={check.acting} onClick={() => void check.act({ id })}>
              检查挂接
            </Button>
          )
        }
      />
      <div className="city-page">
        <Section
          title="信息项"
          extra={
            <>
              <Link to={`/data-catalogue/grading/entries/${id}`}>核定分类分级</Link>{' '}
              <MountedOn target={asked.data?.target ?? ''} />
            </>
          }
          flush
        >
          <Table<Item>
            rowKey="name"
            size="middle"
            scroll={{ x: 'max-content' }}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            loading={asked.isPending}
            dataSource={[...(asked.data?.items ?? [])]}
            locale={{ emptyText: <Empty text="没有信息项：挂接数据集后取自它的字段" /> }}
            columns={[
              { title: '信息项', dataIndex: 'title' },
              { title: '字段', dataIndex: 'name' },
              { title: '数据类型', render: (_, item) => types[item.type] ?? item.type },
              { title: '格式或长度', render: (_, item) => item.length ?? '—' },
              { title: '数据元', render: (_, item) => item.element ?? '—' },
              {
                title: '共享类型',
                render: (_, item) =>
                  item.shareType === undefined ? '同目录' : (shareTypes[item.shareType] ?? item.shareType),
              },
              { title: '密级', render: (_, item) => classes[item.class] ?? item.class },
              { title: '分类分级', render: (_, item) => gradingWords(item.dataClass, item.grade) },
            ]}
          />
        </Section>
      </div>
    </>
  );
}

/** What the entry is mounted on, as a way there. */
function MountedOn(props: { readonly target: string }): ReactNode {
  const [kind, id = ''] = props.target.split(':');
  if (kind === 'dataset') return <Link to={`/data-collection/datasets/${id}`}>挂接的数据集</Link>;
  if (kind === 'register') return <Link to={registerPath.list(id)}>挂接的台账</Link>;
  return <span className="city-muted">没有挂接资源</span>;
}
