/** 代码表: the lists that data elements name, how many values they have, and where they are used. */
import { Button, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { registerPath } from '../../../../engines/registers/web/parts/register-path.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import type { CodeTable } from '../code-table-routes.ts';
import contract from '../contract.ts';
import './catalogue.css';

function Uses(props: {
  readonly of: CodeTable['registers'];
  readonly to: (id: string) => string;
}): ReactNode {
  if (props.of.length === 0) return <span className="city-muted">—</span>;
  return props.of.map(({ id, title, field }) => (
    <div key={`${id} ${field}`}>
      <Link to={props.to(id)}>{title}</Link> · {field}
    </div>
  ));
}

function valuesOf(list: string): string {
  return `/data-catalogue/code-values?f.list=${encodeURIComponent(list)}&f.standing=waiting`;
}

const askOf = ({ list, mayDecide }: CodeTable) => ({ list, count: mayDecide });

export default function CodeTablesPage(): ReactNode {
  const asked = useCall(contract.routes.codeTables, {});
  const decide = useAct(contract.routes.decideCodes, { onDone: () => void asked.refetch() });
  return (
    <PageFrame
      title="代码表"
      summary="数据元引用的代码表和用处；数据集的字段写明数据元后，质量规则会建议按代码表核对"
    >
      <Shown of={asked} rows={8}>
        {({ tables }) => (
          <Section
            title={`代码表（${tables.length}）`}
            extra={<Link to="/data-catalogue/code-values">导入的条目</Link>}
            flush
          >
            <Table<CodeTable>
              rowKey="list"
              size="middle"
              pagination={{ pageSize: 50, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
              dataSource={[...tables]}
              locale={{ emptyText: <Empty text="还没有数据元引用代码表" /> }}
              columns={[
                {
                  title: '代码表',
                  render: (_, row) => (
                    <>
                      {row.title}
                      {row.title !== row.list && <small className="city-muted"> {row.list}</small>}
                    </>
                  ),
                },
                { title: '标准和版本', dataIndex: 'standard' },
                {
                  title: '代码',
                  align: 'right',
                  render: (_, row) =>
                    row.values === 0 ? (
                      <span className="city-muted">没有录入</span>
                    ) : (
                      <Link to={`/registers/code-lists?list=${encodeURIComponent(row.list)}`}>
                        {row.values}
                      </Link>
                    ),
                },
                {
                  title: '待审核',
                  render: (_, row) =>
                    row.waiting === 0 ? (
                      <span className="city-muted">—</span>
                    ) : (
                      <span className="catalogue-share">
                        <Link to={valuesOf(row.list)}>{row.waiting}</Link>
                        {row.mayDecide > 0 && (
                          <>
                            <Button
                              size="small"
                              loading={decide.acting}
                              onClick={() => void decide.act({ ...askOf(row), verdict: 'enter' })}
                            >
                              入表
                            </Button>
                            <Button
                              size="small"
                              danger
                              loading={decide.acting}
                              onClick={() => void decide.act({ ...askOf(row), verdict: 'return' })}
                            >
                              退回
                            </Button>
                          </>
                        )}
                      </span>
                    ),
                },
                {
                  title: '数据元',
                  render: (_, row) =>
                    row.elements.map(({ id, code, name }) => (
                      <div key={id}>
                        {code} {name}
                      </div>
                    )),
                },
                { title: '台账字段', render: (_, row) => <Uses of={row.registers} to={registerPath.list} /> },
                {
                  title: '数据集字段',
                  render: (_, row) => (
                    <Uses of={row.datasets} to={(id) => `/data-collection/datasets/${id}`} />
                  ),
                },
              ]}
            />
          </Section>
        )}
      </Shown>
    </PageFrame>
  );
}
