/** 设备固件: how many devices of a model run which version, which versions there are, and how upgrades go. */
import { Button, Select, Table } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import registersContract from '../../../../../engines/registers/contract.ts';
import telemetryContract, {
  type FirmwareView,
  type UpgradeView,
} from '../../../../../engines/telemetry/contract.ts';
import { askReason } from '../../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { numberText } from '../../../../../ui/number-card.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import { SaveFirmware, StartUpgrade } from './firmware-forms.tsx';
import { sizeText, stateTones, upgradeStates } from './firmware-words.ts';
import { UpgradeResults } from './upgrade-results.tsx';
import '../sensing.css';

interface Model {
  readonly id: string;
  readonly name: string;
}

const allModels = { register: 'telemetry.thing-model', sort: 'name', size: 200 };

export default function FirmwarePage(): ReactNode {
  const models = useCall(registersContract.routes.list, allModels);
  return (
    <PageFrame
      title="设备固件"
      summary="各类设备在用的固件版本、可用的版本和分批升级的结果；数量点开是对应的设备"
    >
      <Shown of={models} rows={6}>
        {({ rows }) => <Chosen models={rows as unknown as readonly Model[]} />}
      </Shown>
    </PageFrame>
  );
}

function Chosen(props: { readonly models: readonly Model[] }): ReactNode {
  const [address, setAddress] = useSearchParams();
  const model = address.get('model') ?? props.models[0]?.id;
  if (model === undefined) return <Empty text="还没有物模型" />;
  return (
    <>
      <Select
        aria-label="物模型"
        className="sensing-model"
        showSearch={{ optionFilterProp: 'label' }}
        value={model}
        onChange={(chosen: string) => setAddress({ model: chosen }, { replace: true })}
        options={props.models.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <OfModel key={model} model={model} />
    </>
  );
}

function OfModel(props: { readonly model: string }): ReactNode {
  const { model: id } = props;
  const input = useMemo(() => ({ id }), [id]);
  const asked = useCall(telemetryContract.routes.firmware, input, { every: 10_000 });
  const [adding, setAdding] = useState(false);
  const [upgrading, setUpgrading] = useState<FirmwareView>();
  return (
    <Shown of={asked} rows={8}>
      {({ model, versions, catalogue, upgrades, mayKeep, mayUpgrade }) => (
        <>
          <Section title="在用版本" flush>
            <Table
              size="small"
              rowKey={({ version }) => version ?? ''}
              pagination={false}
              dataSource={[...versions]}
              locale={{ emptyText: <Empty text="没有在用的设备" /> }}
              columns={[
                {
                  title: '版本',
                  render: (_, { version }) => version ?? <span className="city-muted">未报告</span>,
                },
                {
                  title: '设备',
                  align: 'end',
                  render: (_, { version, devices }) =>
                    version === null ? (
                      numberText(devices)
                    ) : (
                      <Link to={devicesOf(id, version)}>{numberText(devices)}</Link>
                    ),
                },
              ]}
            />
          </Section>
          <Section
            title="可用版本"
            flush
            extra={mayKeep && <Button onClick={() => setAdding(true)}>登记版本</Button>}
          >
            <Table
              size="small"
              rowKey="id"
              pagination={{ pageSize: 10, hideOnSinglePage: true }}
              dataSource={[...catalogue]}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: <Empty text="还没有登记版本" /> }}
              columns={[
                { title: '版本', dataIndex: 'version' },
                { title: '发布日期', render: (_, { releasedOn }) => releasedOn ?? '—' },
                { title: '大小', align: 'end', render: (_, { size }) => sizeText(size) },
                {
                  title: 'SM3',
                  render: (_, { digest }) => <code title={digest}>{digest.slice(0, 16)}…</code>,
                },
                {
                  title: '说明',
                  render: (_, { note }) => <span className="sensing-long">{note ?? '—'}</span>,
                },
                {
                  title: '操作',
                  render: (_, firmware) =>
                    mayUpgrade && (
                      <Button
                        type="link"
                        size="small"
                        aria-label={`下发升级到 ${firmware.version}`}
                        onClick={() => setUpgrading(firmware)}
                      >
                        下发升级
                      </Button>
                    ),
                },
              ]}
            />
          </Section>
          <Upgrades upgrades={upgrades} mayUpgrade={mayUpgrade} />
          {adding && <SaveFirmware model={model} onClose={() => setAdding(false)} />}
          {upgrading !== undefined && (
            <StartUpgrade firmware={upgrading} onClose={() => setUpgrading(undefined)} />
          )}
        </>
      )}
    </Shown>
  );
}

/** The list of devices, narrowed to those that the number counts. */
function devicesOf(model: string, version: string): string {
  const filters = new URLSearchParams({ 'f.model': model, 'f.stage': 'active', 'f.firmware': version });
  return `/telemetry/devices?${filters}`;
}

const dangers = {
  stop: { title: '停止升级', hint: '已下发的设备不受影响，其余的不再下发' },
  end: { title: '结束升级', hint: '没有完成的设备记为已取消，可以编入别的升级任务；结束后不能继续' },
} as const;

function Upgrades(props: {
  readonly upgrades: readonly UpgradeView[];
  readonly mayUpgrade: boolean;
}): ReactNode {
  const act = useAct(telemetryContract.routes.actOnUpgrade);
  const giveUp = async (id: string, what: keyof typeof dangers) => {
    const reason = await askReason(dangers[what]);
    if (reason !== undefined) await act.act({ id, act: what, reason });
  };
  const does = (text: string, run: () => void) => (
    <Button type="link" size="small" disabled={act.acting} onClick={run}>
      {text}
    </Button>
  );
  return (
    <Section title="升级任务" flush>
      <Table
        size="small"
        rowKey="id"
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        dataSource={[...props.upgrades]}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty text="还没有升级任务" /> }}
        expandable={{ expandedRowRender: ({ id }) => <UpgradeResults id={id} /> }}
        columns={[
          { title: '版本', dataIndex: 'version' },
          {
            title: '状态',
            render: (_, { state, reason }) => (
              <>
                <StatusTag tone={stateTones[state]}>{upgradeStates[state]}</StatusTag>
                {reason !== null && <span className="city-muted sensing-long"> {reason}</span>}
              </>
            ),
          },
          { title: '批次', align: 'end', render: (_, { wave, waves }) => `${wave}/${waves}` },
          { title: '成功', align: 'end', dataIndex: 'done' },
          { title: '失败', align: 'end', dataIndex: 'failed' },
          { title: '进行中', align: 'end', dataIndex: 'sent' },
          { title: '未下发', align: 'end', dataIndex: 'waiting' },
          { title: '已取消', align: 'end', dataIndex: 'cancelled' },
          { title: '下发人', dataIndex: 'by' },
          { title: '时间', render: (_, { createdAt }) => momentText(createdAt) },
          {
            title: '操作',
            render: (_, { id, state }) =>
              props.mayUpgrade && (
                <>
                  {state === 'running' && does('停止', () => void giveUp(id, 'stop'))}
                  {state === 'stopped' && does('继续', () => void act.act({ id, act: 'resume' }))}
                  {state === 'stopped' && does('结束', () => void giveUp(id, 'end'))}
                </>
              ),
          },
        ]}
      />
    </Section>
  );
}
