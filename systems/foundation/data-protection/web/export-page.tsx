/** 导出申请: what is asked and why; whoever answers for the rows decides, whoever asked takes the file once. */
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { saveFile } from '../../../../engines/registers/web/import/save-file.ts';
import { callFile } from '../../../../ui/call.ts';
import { askReason, confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { WordsModal } from '../../../../ui/form/words-modal.tsx';
import { DescriptionList, PageFrame, Section, TwoColumns } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { ExportedDetail } from '../routes/export-routes.ts';
import { ExportStanding } from './export/export-standing.tsx';
import './protection.css';

const formats: Readonly<Record<string, string>> = { csv: 'CSV', xlsx: 'Excel', file: '原格式文件' };

export default function ExportPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.readExport, { id }, { fresh: 0, every: 30_000 });
  return (
    <PageFrame
      title={asked.data === undefined ? '导出申请' : `导出：${asked.data.title}`}
      tags={asked.data && <ExportStanding state={asked.data.state} />}
    >
      <Shown of={asked} rows={8}>
        {(row) => (
          <TwoColumns
            main={<What row={row} />}
            side={
              <>
                <Decision row={row} onMoved={() => void asked.refetch()} />
                <Course row={row} />
              </>
            }
          />
        )}
      </Shown>
    </PageFrame>
  );
}

function What({ row }: { readonly row: ExportedDetail }): ReactNode {
  return (
    <>
      <Section title="申请">
        <DescriptionList
          items={[
            { label: '编号', value: row.number },
            { label: '导出什么', value: row.title },
            { label: '申请人', value: row.requesterName },
            { label: '数据主管部门', value: row.ownerName },
            { label: '申请时行数', value: `${row.rows.toLocaleString('zh-CN')} 行` },
            { label: '格式', value: formats[row.format] ?? row.format },
            { label: '用途', value: row.purpose, wide: true },
            { label: '条件', value: row.conditions, wide: true },
            { label: '须审批的原因', value: row.reasons, wide: true },
          ]}
        />
      </Section>
      <Section title="将离开本市的内容">
        <ul className="protection-list">
          {row.told.split('\n').map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Section>
    </>
  );
}

interface DecisionProps {
  readonly row: ExportedDetail;
  readonly onMoved: () => void;
}

function Decision({ row, onMoved }: DecisionProps): ReactNode {
  if (row.mayDecide) return <Decide row={row} />;
  if (row.mayTake) return <Take row={row} onMoved={onMoved} />;
  if (row.own && row.state === 'waiting') return <Waiting row={row} />;
  return null;
}

function Decide({ row }: { readonly row: ExportedDetail }): ReactNode {
  const decide = useAct(contract.routes.decideExport);
  const [asking, setAsking] = useState(false);
  const send = (approve: boolean, words: string) =>
    decide.act({ id: row.id, version: row.version, approve, opinion: words });
  async function refuse(): Promise<void> {
    const reason = await askReason({ title: '不同意导出', hint: '申请人会看到理由', okText: '不同意' });
    if (reason !== undefined) await send(false, reason);
  }
  return (
    <Section title="审批">
      <p className="city-muted">核对用途是否必要、字段和行数是否超出用途。同意即准许这些内容离开本市。</p>
      <p className="protection-acts">
        <Button type="primary" onClick={() => setAsking(true)}>
          同意
        </Button>
        <Button danger loading={decide.acting} onClick={() => void refuse()}>
          不同意
        </Button>
      </p>
      <WordsModal
        open={asking}
        title="同意导出"
        okText="同意"
        acting={decide.acting}
        label="意见"
        placeholder="意见（可不填）"
        most={500}
        optional
        notice={
          <p>
            {row.requesterName}将可下载一次，约 {row.rows.toLocaleString('zh-CN')} 行。
          </p>
        }
        onSend={(opinion) => void send(true, opinion).then(() => setAsking(false))}
        onClose={() => setAsking(false)}
      />
    </Section>
  );
}

function Take({ row, onMoved }: DecisionProps): ReactNode {
  const [busy, setBusy] = useState(false);
  async function take(): Promise<void> {
    setBusy(true);
    await saveFile(() => callFile(contract.routes.takeExport, { id: row.id, version: row.version }));
    setBusy(false);
    onMoved();
  }
  return (
    <Section title="下载">
      <Alert
        type="info"
        showIcon
        title="只能下载一次"
        description={`请于 ${row.until === null ? '期限内' : momentText(row.until)} 前下载。文件按此刻的记录和您的权限生成，首行写明导出人和用途，内容带有水印。`}
      />
      <p className="protection-acts">
        <Button type="primary" loading={busy} onClick={() => void take()}>
          生成并下载
        </Button>
      </p>
    </Section>
  );
}

function Waiting({ row }: { readonly row: ExportedDetail }): ReactNode {
  const withdraw = useAct(contract.routes.withdrawExport);
  async function send(): Promise<void> {
    if (await confirmDanger({ title: '撤回这件导出申请？', okText: '撤回' }))
      await withdraw.act({ id: row.id, version: row.version });
  }
  return (
    <Section title="等待审批">
      <p className="city-muted">已通知{row.ownerName}的审批人。</p>
      <p className="protection-acts">
        <Button loading={withdraw.acting} onClick={() => void send()}>
          撤回
        </Button>
      </p>
    </Section>
  );
}

function Course({ row }: { readonly row: ExportedDetail }): ReactNode {
  const items = [
    { label: '申请', value: momentText(row.askedAt) },
    ...(row.decidedAt === null
      ? []
      : [
          { label: '审批人', value: row.deciderName ?? '' },
          { label: '审批', value: momentText(row.decidedAt) },
        ]),
    ...(row.opinion ? [{ label: '意见', value: row.opinion }] : []),
    ...(row.takenAt === null
      ? []
      : [
          { label: '下载', value: momentText(row.takenAt) },
          { label: '实际行数', value: `${(row.takenRows ?? 0).toLocaleString('zh-CN')} 行` },
          ...(row.printedRows === null
            ? []
            : [
                {
                  label: '内容指纹',
                  value: `只含前 ${row.printedRows.toLocaleString('zh-CN')} 行，其后的行只能凭水印溯源`,
                },
              ]),
        ]),
  ];
  return (
    <Section title="经过">
      <DescriptionList columns={1} items={items} />
    </Section>
  );
}
