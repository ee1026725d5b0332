/** The case rows behind a number of the analysis, in a drawer; each leads to its case. */
import { Drawer, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import registers from '../../../../../engines/registers/contract.ts';
import { Empty, Failed, Loading } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import { type CaseRow, casePath, stateTitle, stateTone, textOf } from './case-words.ts';
import { listInput, type RowQuestion } from './row-question.ts';

export interface RowsDrawerProps {
  readonly question: RowQuestion | undefined;
  readonly onClose: () => void;
  /** On the wall a case opens in the desk, in a new window. */
  readonly outside?: boolean;
}

export function RowsDrawer(props: RowsDrawerProps): ReactNode {
  const { question, outside } = props;
  return (
    <Drawer
      open={question !== undefined}
      onClose={props.onClose}
      size={outside ? 1320 : 900}
      title={question?.title ?? ''}
      destroyOnHidden
      {...(outside ? { getContainer: false, rootStyle: { position: 'absolute' } } : {})}
    >
      {question && <Rows key={JSON.stringify(question)} question={question} outside={outside === true} />}
    </Drawer>
  );
}

const pageSize = 20;

function Rows(props: { readonly question: RowQuestion; readonly outside: boolean }): ReactNode {
  const [page, setPage] = useState(1);
  const asked = useCall(registers.routes.list, listInput(props.question, page, pageSize), { keep: true });
  const { data } = asked;
  if (data === undefined)
    return asked.isError ? (
      <Failed error={asked.error} onRetry={() => void asked.refetch()} />
    ) : (
      <Loading rows={8} />
    );
  const named = (field: string, code: string) => data.labels?.[field]?.[code] ?? (code === '' ? '—' : code);
  return (
    <Table<CaseRow>
      rowKey="id"
      size={props.outside ? 'large' : 'small'}
      dataSource={data.rows as unknown as CaseRow[]}
      loading={asked.isPlaceholderData && { delay: 200 }}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty text="没有记录" /> }}
      columns={[
        { title: '编号', render: (_v, row) => <CaseLink row={row} outside={props.outside} /> },
        { title: '案由', render: (_v, row) => <span className="urban-wrap">{textOf(row, 'title')}</span> },
        {
          title: '环节',
          render: (_v, row) => <StatusTag tone={stateTone(row)}>{stateTitle(row)}</StatusTag>,
        },
        { title: '区划', render: (_v, row) => named('caseArea', textOf(row, 'caseArea')) },
        { title: '主办单位', render: (_v, row) => named('leadUnit', textOf(row, 'leadUnit')) },
        {
          title: '上报时间',
          render: (_v, row) => <span className="city-number">{momentText(textOf(row, 'openedAt'))}</span>,
        },
      ]}
      pagination={{
        current: page,
        pageSize,
        total: data.total,
        showSizeChanger: false,
        showTotal: (total) => (data.more ? '共 10,000+ 条' : `共 ${total.toLocaleString('zh-CN')} 条`),
        onChange: setPage,
      }}
    />
  );
}

function CaseLink(props: { readonly row: CaseRow; readonly outside: boolean }): ReactNode {
  const { row } = props;
  const number = <span className="city-number">{textOf(row, 'number')}</span>;
  if (!props.outside) return <Link to={casePath(row.id)}>{number}</Link>;
  return (
    <a href={`/desk${casePath(row.id)}`} target="_blank" rel="noreferrer">
      {number}
    </a>
  );
}
