/** 填报汇总: counts and sums of each area below, down to the single answer; chase, pass on, sheets in and out. */
import { Button, Popconfirm, Segmented, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { addressOf } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { tell } from '../../../../ui/tell.ts';
import { uploadFile } from '../../../../ui/upload-file.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { CloseButton } from './parts/close-button.tsx';
import { SummaryTable } from './parts/summary-table.tsx';
import './reporting.css';

type Summary = OutputOf<typeof contract.routes.summary>;
type Basis = 'filled' | 'accepted';

export default function IssuePage(): ReactNode {
  const { id = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const [basis, setBasis] = useState<Basis>('filled');
  const area = address.get('area') ?? undefined;
  const asked = useCall(
    contract.routes.summary,
    { id, basis, ...(area === undefined ? {} : { area }) },
    { keep: true },
  );
  const open = (code: string) => setAddress({ area: code });
  return (
    <Shown of={asked} rows={12}>
      {(summary) => (
        <PageFrame
          title={summary.title}
          breadcrumb={[{ title: '填报任务', to: '/info-reporting/issues' }]}
          summary={`${summary.ownerName}下发，数据时点 ${summary.asOf}，截止 ${momentText(summary.dueAt)}`}
          extra={<Acts id={id} summary={summary} />}
        >
          <Path summary={summary} onOpen={open} />
          <Counts id={id} summary={summary} />
          <Section
            title={`${summary.areaName}汇总`}
            flush
            extra={
              <Segmented<Basis>
                aria-label="汇总口径"
                value={basis}
                onChange={setBasis}
                options={[
                  { value: 'filled', label: '已报送' },
                  { value: 'accepted', label: '只算已验收' },
                ]}
              />
            }
          >
            <SummaryTable summary={summary} onOpen={open} />
          </Section>
        </PageFrame>
      )}
    </Shown>
  );
}

function Path(props: { readonly summary: Summary; readonly onOpen: (area: string) => void }): ReactNode {
  const { path, area } = props.summary;
  return (
    <nav className="report-path" aria-label="汇总层级">
      {path.map((each) =>
        each.area === area ? (
          <b key={each.area}>{each.name}</b>
        ) : (
          <button key={each.area} type="button" className="city-link" onClick={() => props.onOpen(each.area)}>
            {each.name}
          </button>
        ),
      )}
    </nav>
  );
}

function Counts({ id, summary }: { readonly id: string; readonly summary: Summary }): ReactNode {
  const { total, area } = summary;
  const navigate = useNavigate();
  const open = (more: string) => () =>
    void navigate(`/info-reporting/answers?f.issue=${id}&f.area=${area}${more}`);
  return (
    <Tiles minimum={140}>
      <NumberCard title="应报" value={total.expected} unit="个" onOpen={open('')} />
      <NumberCard
        title="已报送"
        value={total.filled}
        unit="个"
        onOpen={open('&f.status=submitted%2Caccepted')}
      />
      <NumberCard title="已验收" value={total.accepted} unit="个" onOpen={open('&f.status=accepted')} />
      <NumberCard title="待填报" value={total.waiting} unit="个" onOpen={open('&f.status=waiting')} />
      <NumberCard title="退回修改" value={total.returned} unit="个" onOpen={open('&f.status=returned')} />
      <NumberCard title="逾期报送" value={total.late} unit="个" onOpen={open('&f.late=true')} />
    </Tiles>
  );
}

function Acts({ id, summary }: { readonly id: string; readonly summary: Summary }): ReactNode {
  const { offers, area, areaName, total } = summary;
  const chase = useAct(contract.routes.chase, {
    onDone: ({ areas }) => tell('success', `已向 ${areas} 个未报单位催报`),
  });
  const pass = useAct(contract.routes.pass, {
    onDone: ({ passed }) => tell('success', `已审核上报 ${passed} 张填报单`),
  });
  const left = total.waiting + total.returned;
  return (
    <>
      {offers.chase && (
        <Popconfirm
          title={`向${areaName}的 ${left} 个未报单位催报？`}
          okText="催报"
          cancelText="取消"
          onConfirm={() => void chase.act({ id, area })}
        >
          <Button loading={chase.acting}>催报</Button>
        </Popconfirm>
      )}
      {offers.fill && <Sheets id={id} />}
      <Button href={addressOf(contract.routes.exportSummary, { id, area })} download>
        导出
      </Button>
      {offers.pass && (
        <Popconfirm
          title={
            left > 0 ? `还有 ${left} 个单位未报，先上报已报的？` : `${areaName}已报的全部审核通过并上报？`
          }
          okText="上报"
          cancelText="取消"
          onConfirm={() => void pass.act({ id, area, partial: left > 0 })}
        >
          <Button type="primary" loading={pass.acting}>
            整体审核上报
          </Button>
        </Popconfirm>
      )}
      {offers.close && <CloseButton id={id} left={total.expected - total.accepted} />}
    </>
  );
}

function Sheets({ id }: { readonly id: string }): ReactNode {
  const load = useAct(contract.routes.importAnswers, {
    onDone: ({ submitted }) => tell('success', `已导入并报送 ${submitted} 个单位`),
    onRefused: ({ message, problems }) =>
      tell('error', [message, ...problems.slice(0, 5).map((each) => each.message)].join('\n')),
  });
  return (
    <>
      <Button href={addressOf(contract.routes.template, { id })} download>
        模板
      </Button>
      <Upload
        accept=".xlsx,.xls,.csv"
        showUploadList={false}
        beforeUpload={async (file) => {
          const stored = await uploadFile(file, file.name).catch(() => undefined);
          if (stored === undefined) tell('error', '文件没有传上去，请重试');
          else await load.act({ id, file: stored.id });
          return false;
        }}
      >
        <Button loading={load.acting}>导入</Button>
      </Upload>
    </>
  );
}
