/** 数据源详情: what the register says, the password, a try of the connection, and the tables from which datasets are defined. */
import { Alert, Button, Input, Modal, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import registersContract from '../../../../engines/registers/contract.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { UploadBox } from '../../../../ui/upload-box.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { dataFileBytes, dataFiles } from './data-files.ts';
import './collection.css';

export default function SourcePage(): ReactNode {
  const { id = '' } = useParams();
  const about = useCall(contract.routes.source, { id });
  const row = useCall(registersContract.routes.read, { register: 'data-collection.source', id });
  const kind = String(row.data?.row['kind'] ?? '');
  const mayKeep = about.data?.mayKeep ?? false;
  const database = kind === 'postgresql' || kind === 'mysql';
  const messages = kind === 'mqtt' || kind === 'nats' || kind === 'amqp';
  return (
    <>
      <RegisterDetail
        register="data-collection.source"
        id={id}
        extra={mayKeep && <SourceActs id={id} kind={kind} hasSecret={about.data?.hasSecret ?? false} />}
      />
      <div className="city-page">
        {about.data?.dropFolder && (
          <Alert
            type="info"
            showIcon
            title="投递目录"
            description={<code>{about.data.dropFolder}</code>}
            action={
              <Link to={`/data-collection/datasets/new?source=${id}&kind=drop`}>
                <Button tabIndex={-1}>定义数据集</Button>
              </Link>
            }
          />
        )}
        {mayKeep && kind === 'http' && (
          <Section title="接口">
            <Link to={`/data-collection/datasets/new?source=${id}&kind=pages`}>
              <Button tabIndex={-1}>定义数据集</Button>
            </Link>
          </Section>
        )}
        {mayKeep && kind === 'file' && <Upload id={id} />}
        {mayKeep && messages && (
          <Section title="消息">
            <Link to={`/data-collection/datasets/new?source=${id}&kind=messages`}>
              <Button tabIndex={-1}>定义数据集</Button>
            </Link>
          </Section>
        )}
        {mayKeep && database && <Tables id={id} />}
      </div>
    </>
  );
}

function Upload(props: { readonly id: string }): ReactNode {
  const navigate = useNavigate();
  return (
    <Section title="上传一份文件">
      <p className="city-muted">CSV、Excel、JSON 或 Parquet；上传后先看列和前几行，再定义字段。</p>
      <UploadBox
        accept={dataFiles}
        most={1}
        largest={dataFileBytes}
        onChange={([file]) =>
          file === undefined
            ? undefined
            : void navigate(`/data-collection/datasets/new?source=${props.id}&kind=file&file=${file}`)
        }
      />
    </Section>
  );
}

function SourceActs(props: {
  readonly id: string;
  readonly kind: string;
  readonly hasSecret: boolean;
}): ReactNode {
  const [asking, setAsking] = useState(false);
  const tried = useAct(contract.routes.try, {
    onDone: ({ reachable, problem, tables }) =>
      reachable
        ? Modal.success({
            title: '连接正常',
            content: reachableText(props.kind, tables),
          })
        : Modal.error({ title: '连接失败', content: problem }),
  });
  return (
    <>
      {props.kind !== 'file' && (
        <Button onClick={() => setAsking(true)}>{props.hasSecret ? '更换口令' : '登记口令'}</Button>
      )}
      <Button loading={tried.acting} onClick={() => void tried.act({ id: props.id })}>
        检查连接
      </Button>
      {asking && <SecretDialog id={props.id} onClose={() => setAsking(false)} />}
    </>
  );
}

function reachableText(kind: string, tables: number): string {
  if (kind === 'file') return '投递目录可用';
  return kind === 'postgresql' || kind === 'mysql' ? `可读${tables}张表` : '服务有应答';
}

function SecretDialog(props: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const [secret, setSecret] = useState('');
  const { act, acting } = useAct(contract.routes.secret, { onDone: props.onClose });
  return (
    <Modal
      open
      title="登记口令"
      okText="保存"
      cancelText="取消"
      okButtonProps={{ disabled: secret === '', loading: acting }}
      onOk={() => void act({ id: props.id, secret })}
      onCancel={props.onClose}
    >
      <p className="city-muted">口令以国密算法密封存放，只在连接时取用，任何人都不能再看到。</p>
      <Input.Password
        autoFocus
        autoComplete="new-password"
        aria-label="口令或密钥"
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
      />
    </Modal>
  );
}

function Tables(props: { readonly id: string }): ReactNode {
  const [wanted, setWanted] = useState(false);
  const asked = useCall(contract.routes.tables, { id: props.id }, { enabled: wanted });
  return (
    <Section
      flush
      title="来源里的表"
      extra={!wanted && <Button onClick={() => setWanted(true)}>读取表清单</Button>}
    >
      {wanted && (
        <Shown of={asked} rows={4}>
          {({ tables }) => (
            <Table
              size="small"
              rowKey={(table) => `${table.schema}.${table.name}`}
              dataSource={[...tables]}
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              locale={{ emptyText: <Empty text="账号看不到任何表，请核对授权" /> }}
              columns={[
                { title: '模式', dataIndex: 'schema' },
                { title: '表', dataIndex: 'name' },
                { title: '说明', render: (_, table) => table.comment ?? '—' },
                { title: '约有行数', align: 'end', render: (_, table) => table.rows.toLocaleString('zh-CN') },
                {
                  title: '操作',
                  render: (_, table) => (
                    <Link
                      to={`/data-collection/datasets/new?${new URLSearchParams({ source: props.id, kind: 'table', schema: table.schema, table: table.name })}`}
                    >
                      定义数据集
                    </Link>
                  ),
                },
              ]}
            />
          )}
        </Shown>
      )}
    </Section>
  );
}
