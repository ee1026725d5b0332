/** 共享合同详情: what was agreed, how much was used, each call with a receipt that anybody can verify. */
import { Button, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import registersContract from '../../../../engines/registers/contract.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { saveFile } from '../../../../engines/registers/web/import/save-file.ts';
import { addressOf, callFile } from '../../../../ui/call.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { WordsModal } from '../../../../ui/form/words-modal.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Call } from '../routes.ts';
import { isOver } from '../data/agreement-words.ts';
import { Accord } from './parts/accord.tsx';
import { callOutcomes } from './parts/call-outcomes.ts';
import { LaterCalls } from './parts/later-calls.tsx';
import { LinkedCalls } from './parts/linked-calls.tsx';
import { Pushes } from './parts/pushes.tsx';
import { Deliveries } from './parts/deliveries.tsx';
import { Use } from './parts/use.tsx';
import './sharing.css';

/** Shown below, or of no use to people. */
const ownFields = ['fields', 'rows', 'dataset', 'request', 'link', 'warnedFor'];
/** Empty unless it comes over a link. */
const farFields = ['farEntry', 'delivery'];

const farDoubts = '/data-quality/far-doubts';
const doubtOf = (resource: string) => `/flow/open/data-quality.dispute?resource=${resource}`;

type Status = 'pending' | 'active' | 'suspended';
type To = 'active' | 'suspended' | 'revoked';

export default function AgreementPage(): ReactNode {
  const { id = '' } = useParams();
  const row = useCall(registersContract.routes.read, { register: 'data-sharing.agreement', id });
  const asked = useCall(contract.routes.agreement, { id });
  const mayDoubt = useMay('data-quality:doubt');
  const far = (row.data?.row['link'] ?? null) !== null;
  const status = String(row.data?.row['status'] ?? '');
  const resource = String(row.data?.row['resource'] ?? '');
  return (
    <>
      <RegisterDetail
        register="data-sharing.agreement"
        id={id}
        without={far ? ownFields : [...ownFields, ...farFields]}
        extra={
          <>
            {mayDoubt && status !== '' && <Link to={far ? farDoubts : doubtOf(resource)}>提出疑义</Link>}
            {asked.data?.mayUse && status === 'active' && !far && <FileButton id={id} />}
            {asked.data?.mayUse && !far && status !== '' && !isOver(status) && <EndButton id={id} />}
            {asked.data?.mayClose && <StatusActs id={id} status={status as Status} />}
          </>
        }
      />
      <div className="city-page">
        <Shown of={asked} rows={4}>
          {({ fields, rows, days, mayUse }) => (
            <>
              <Accord id={id} />
              <Section title="可用的字段和行" flush>
                <Table
                  rowKey="name"
                  size="small"
                  pagination={false}
                  dataSource={[...fields]}
                  columns={[
                    { title: '信息项', dataIndex: 'title' },
                    { title: '字段', dataIndex: 'name' },
                    {
                      title: '方式',
                      render: (_, field) =>
                        field.masked ? <StatusTag tone="yellow">脱敏</StatusTag> : '原值',
                    },
                    {
                      title: '行条件',
                      render: (_, field) =>
                        rows.find((each) => each.field === field.name)?.values.join('、') ?? '不限',
                    },
                  ]}
                />
              </Section>
              <Use id={id} status={status} far={far} />
              <Section title="近30天用量" flush>
                <Table
                  rowKey="day"
                  size="small"
                  pagination={{ pageSize: 10, hideOnSinglePage: true }}
                  dataSource={[...days]}
                  locale={{ emptyText: <Empty text="还没有调用" /> }}
                  columns={[
                    { title: '日期', dataIndex: 'day' },
                    { title: '调用', dataIndex: 'calls', align: 'end' },
                    { title: '提供行数', dataIndex: 'rows', align: 'end' },
                  ]}
                />
              </Section>
              {!far && <Pushes id={id} mayAdd={mayUse && status === 'active'} mayAct={mayUse} />}
              {!far && <Deliveries id={id} mayAdd={mayUse && status === 'active'} mayAct={mayUse} />}
              <Calls id={id} />
              <LaterCalls id={id} />
              <LinkedCalls id={id} />
            </>
          )}
        </Shown>
      </div>
    </>
  );
}

function FileButton(props: { readonly id: string }): ReactNode {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      loading={busy}
      onClick={() => {
        setBusy(true);
        void saveFile(() => callFile(contract.routes.file, { id: props.id })).finally(() => setBusy(false));
      }}
    >
      下载数据文件
    </Button>
  );
}

function Calls(props: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.calls, { id: props.id, size: 100 });
  return (
    <Section title="调用凭证" flush extra={<a href="/open/trust/verify">核验凭证</a>}>
      <Shown of={asked} rows={4}>
        {({ calls }) => (
          <Table<Call>
            rowKey="id"
            size="small"
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            dataSource={[...calls]}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty text="还没有调用" /> }}
            columns={[
              { title: '时间', render: (_, call) => momentText(call.at) },
              { title: '应用', dataIndex: 'application' },
              {
                title: '结果',
                render: (_, call) => (
                  <StatusTag tone={callOutcomes[call.outcome]?.tone}>
                    {callOutcomes[call.outcome]?.title ?? call.outcome}
                  </StatusTag>
                ),
              },
              { title: '行数', dataIndex: 'rows', align: 'end' },
              { title: '凭证编号', render: (_, call) => <code>{call.id}</code> },
              {
                title: '凭证',
                render: (_, call) => (
                  <a href={addressOf(contract.routes.receipt, { id: call.id })} download>
                    下载
                  </a>
                ),
              },
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}

const acts: Readonly<Record<Status, readonly { readonly to: To; readonly title: string }[]>> = {
  pending: [{ to: 'revoked', title: '撤销' }],
  active: [
    { to: 'suspended', title: '暂停' },
    { to: 'revoked', title: '撤销' },
  ],
  suspended: [
    { to: 'active', title: '恢复' },
    { to: 'revoked', title: '撤销' },
  ],
};

function EndButton(props: { readonly id: string }): ReactNode {
  const [asking, setAsking] = useState(false);
  const end = useAct(contract.routes.end, { onDone: () => setAsking(false) });
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        终止使用
      </Button>
      {asking && (
        <WordsModal
          open
          title="终止使用这份合同"
          okText="终止"
          danger
          acting={end.acting}
          label="原因"
          placeholder="终止后不能恢复，推送的库表将清除；再用须重新申请"
          most={300}
          onSend={(reason) => void end.act({ id: props.id, reason })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function StatusActs(props: { readonly id: string; readonly status: Status }): ReactNode {
  const [to, setTo] = useState<{ readonly to: To; readonly title: string }>();
  const close = useAct(contract.routes.close, { onDone: () => setTo(undefined) });
  return (
    <>
      {(acts[props.status] ?? []).map((each) => (
        <Button key={each.to} danger={each.to === 'revoked'} onClick={() => setTo(each)}>
          {each.title}
        </Button>
      ))}
      {to !== undefined && (
        <WordsModal
          open
          title={`${to.title}合同`}
          okText={to.title}
          danger={to.to === 'revoked'}
          acting={close.acting}
          label="原因"
          placeholder="写明原因"
          most={300}
          onSend={(reason) => void close.act({ id: props.id, status: to.to, reason })}
          onClose={() => setTo(undefined)}
        />
      )}
    </>
  );
}
