/** One theme mart: its rows, the tests of the newest build, where each field comes from, and the statement itself. */
import { Alert, Button, Table, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { MartReply } from '../routes/mart-routes.ts';
import { CellText } from './parts/cell.tsx';
import { classTitles } from './parts/class-titles.ts';
import './libraries.css';

const size = 20;

export default function MartPage(): ReactNode {
  const { code = '' } = useParams();
  const asked = useCall(contract.routes.mart, { code }, { every: 10_000 });
  const build = useAct(contract.routes.buildMart, { onDone: () => tell('success', '已经开始加工') });
  const mart = asked.data;
  usePageTitle(mart?.title ?? '主题集市');
  return (
    <PageFrame
      title={mart?.title ?? '主题集市'}
      breadcrumb={[{ title: '主题集市', to: '/base-libraries/marts' }]}
      summary={
        mart &&
        `${mart.summary}。用途：${mart.purpose}；责任部门：${mart.ownerName}；数据时间：${mart.refreshedAt ? momentText(mart.refreshedAt) : '还没有发布'}`
      }
      extra={
        mart?.mayKeep && (
          <Button loading={build.acting || mart.building} onClick={() => void build.act({ code })}>
            重新加工
          </Button>
        )
      }
    >
      <Shown of={asked} rows={8}>
        {(about) => (
          <>
            {about.problem !== null && (
              <Alert type="error" showIcon title={`最近一次加工没有发布：${about.problem}`} />
            )}
            <Faces code={code} mart={about} />
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Faces(props: { readonly code: string; readonly mart: MartReply }): ReactNode {
  const { code, mart } = props;
  const [address, setAddress] = useSearchParams();
  const rows = { key: 'rows', label: '数据', children: <Rows code={code} mart={mart} /> };
  return (
    <Section flush>
      <Tabs
        className="city-tabs"
        activeKey={address.get('tab') ?? (mart.mayInspect ? 'rows' : 'tests')}
        onChange={(tab) => setAddress({ tab }, { replace: true })}
        tabBarStyle={{ paddingInline: 16, marginBottom: 0 }}
        items={[
          ...(mart.mayInspect ? [rows] : []),
          { key: 'tests', label: '检验', children: <Tests mart={mart} /> },
          { key: 'fields', label: '字段和来源', children: <Fields mart={mart} /> },
          { key: 'sql', label: '语句', children: <pre className="mart-statement">{mart.sql.trim()}</pre> },
        ]}
      />
    </Section>
  );
}

const isNumber = (type: string) => type === 'integer' || type === 'decimal';

function Rows(props: { readonly code: string; readonly mart: MartReply }): ReactNode {
  const { code, mart } = props;
  const [page, setPage] = useState(1);
  if (mart.rows === null) return <Empty text="还没有发布" hint="各输入归集以后自动加工" />;
  return <Page code={code} mart={mart} page={page} onPage={setPage} />;
}

function Page(props: {
  readonly code: string;
  readonly mart: MartReply;
  readonly page: number;
  readonly onPage: (page: number) => void;
}): ReactNode {
  const { code, mart, page, onPage } = props;
  const asked = useCall(contract.routes.martRows, { code, page, size }, { keep: true });
  return (
    <Shown of={asked} rows={8}>
      {({ rows, total }) => (
        <Table
          rowKey={(row) =>
            mart.fields
              .filter((field) => field.key)
              .map((field) => String(row[field.name]))
              .join(' ')
          }
          size="small"
          scroll={{ x: 'max-content' }}
          dataSource={[...rows]}
          locale={{ emptyText: <Empty text="没有数据" /> }}
          pagination={{
            current: page,
            pageSize: size,
            total,
            showSizeChanger: false,
            onChange: onPage,
            showTotal: (count) => `共${count.toLocaleString('zh-CN')}行`,
          }}
          columns={mart.fields.map((field) => ({
            title: field.title,
            align: isNumber(field.type) ? ('end' as const) : ('start' as const),
            render: (_: unknown, row: Readonly<Record<string, string | number | boolean | null>>) => (
              <CellText field={field.name} value={row[field.name]} />
            ),
          }))}
        />
      )}
    </Shown>
  );
}

function Tests(props: { readonly mart: MartReply }): ReactNode {
  const { mart } = props;
  return (
    <>
      <p className="city-muted mart-note">
        {mart.testedAt === null
          ? '还没有加工过'
          : `最近一次加工的检验，${momentText(mart.testedAt)}；任何一项不通过都不发布`}
      </p>
      <Table
        rowKey={(test) => `${test.kind} ${test.title}`}
        size="small"
        pagination={false}
        dataSource={[...mart.tests]}
        locale={{ emptyText: <Empty text="还没有检验结果" /> }}
        columns={[
          { title: '检验', dataIndex: 'title' },
          {
            title: '结果',
            width: 160,
            render: (_, test) => {
              if (test.failed === 0) return <StatusTag tone="green">通过</StatusTag>;
              return (
                <StatusTag tone="red">
                  {test.failed === null ? '无法运行' : `${test.failed}行不通过`}
                </StatusTag>
              );
            },
          },
        ]}
      />
    </>
  );
}

function Fields(props: { readonly mart: MartReply }): ReactNode {
  const { mart } = props;
  return (
    <Table
      rowKey="name"
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...mart.fields]}
      columns={[
        {
          title: '字段',
          render: (_, field) => (
            <Link to={`/base-libraries/lineage/${mart.dataset}?field=${field.name}`}>{field.title}</Link>
          ),
        },
        { title: '粒度', render: (_, field) => (field.key ? '主键' : '—') },
        { title: '密级', render: (_, field) => classTitles[field.class] ?? field.class },
        { title: '怎样得出', dataIndex: 'how' },
        {
          title: '来自',
          render: (_, field) => (
            <div className="library-wide">
              {field.origins.map((origin) => `${origin.title}·${origin.fieldTitle}`).join('、') || '—'}
            </div>
          ),
        },
      ]}
    />
  );
}
