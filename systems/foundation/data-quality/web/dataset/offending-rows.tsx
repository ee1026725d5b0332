/** Rows that broke a rule, read afresh and masked by what the reader may see; each may be doubted. */
import { Alert, Drawer, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { OffendingRow } from '../../routes/suite-routes.ts';
import { DoubtForm } from './doubt-form.tsx';

function cellText(value: OffendingRow['cells'][string] | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return String(value);
}

export function OffendingRows(props: {
  readonly dataset: string;
  readonly report: string;
  readonly rule: string;
  readonly doubtable: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { dataset, report, rule, doubtable } = props;
  const [doubted, setDoubted] = useState<OffendingRow>();
  const asked = useCall(contract.routes.offending, { id: dataset, report, rule }, { still: true });
  return (
    <Drawer open size={960} title={asked.data?.title ?? '不合格的记录'} onClose={props.onClose}>
      <Shown of={asked} rows={6}>
        {(found) => (
          <>
            <p className="city-muted quality-found">
              共 {found.failed.toLocaleString('zh-CN')} 行不合格，下面是其中 {found.rows.length} 行的现有内容
            </p>
            {found.gone > 0 && (
              <Alert
                type="info"
                showIcon
                title={`检查以后数据更新过，其中 ${found.gone} 行已被新的一批替换`}
              />
            )}
            <Table<OffendingRow>
              rowKey={(row) => `${row.batch} ${row.row}`}
              size="small"
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
              dataSource={[...found.rows]}
              locale={{ emptyText: <Empty text="没有可以显示的记录" /> }}
              columns={[
                ...found.fields.map(({ name, title }) => ({
                  title,
                  render: (_: unknown, row: OffendingRow) => (
                    <span className={name === found.about ? 'quality-about' : ''}>
                      {cellText(row.cells[name])}
                    </span>
                  ),
                })),
                ...(doubtable === null
                  ? []
                  : [
                      {
                        title: '操作',
                        fixed: 'end' as const,
                        render: (_: unknown, row: OffendingRow) => (
                          <button type="button" className="city-link" onClick={() => setDoubted(row)}>
                            提出疑义
                          </button>
                        ),
                      },
                    ]),
              ]}
            />
            {doubted && doubtable !== null && (
              <DoubtForm
                resource={doubtable}
                rule={found.title}
                field={found.about}
                fields={found.fields}
                row={doubted}
                onClose={() => setDoubted(undefined)}
              />
            )}
          </>
        )}
      </Shown>
    </Drawer>
  );
}
