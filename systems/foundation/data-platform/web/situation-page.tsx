/** 数据中心态势: storage, sharing, situation and security of the city's data in one view; every number leads to its rows. */
import { Segmented } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { SharePart } from './parts/share-part.tsx';
import type { Situation } from './parts/situation.ts';
import { StorePart } from './parts/store-part.tsx';
import './platform.css';

const everyMinute = 60_000;
const form = 'YYYY-MM-DD';
const lengths = [
  { label: '近7天', value: 7 },
  { label: '近30天', value: 30 },
  { label: '近90天', value: 90 },
];

export default function SituationPage(): ReactNode {
  const [days, setDays] = useState(30);
  const today = dayjs();
  const span = { from: today.subtract(days - 1, 'day').format(form), to: today.format(form) };
  const asked = useCall(contract.routes.situation, span, { every: everyMinute, keep: true });
  return (
    <PageFrame
      title="数据中心态势"
      summary="一平台四中心：数据存储、共享服务、态势感知、安全管理；只显示您在各系统里有权看到的数据"
      extra={<Segmented aria-label="统计时段" options={lengths} value={days} onChange={setDays} />}
    >
      <Shown of={asked} rows={10}>
        {(situation) => (
          <>
            <Numbers situation={situation} />
            <StorePart situation={situation} />
            <SharePart situation={situation} span={span} />
            <p className="city-muted">截至 {momentText(situation.at)}；调用按凭证逐分钟计入。</p>
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Numbers(props: { readonly situation: Situation }): ReactNode {
  const navigate = useNavigate();
  const { storage, sharing, fresh, security, traffic } = props.situation;
  const overdue = fresh.filter(({ state }) => state === 'late' || state === 'silent').length;
  const open = security.alerts.reduce((sum, each) => sum + each.open, 0);
  const seesAlerts = security.handlings !== null;
  const go = (path: string) => () => void navigate(path);
  return (
    <Tiles minimum={210}>
      <NumberCard
        title="数据集"
        value={storage.datasets}
        unit="个"
        onOpen={go('/data-collection/datasets')}
      />
      <NumberCard title="在库数据" value={storage.rows} unit="行" onOpen={go('/data-collection/datasets')} />
      <NumberCard
        title="迟到和中断"
        value={storage.datasets === null ? null : overdue}
        unit="个"
        better="lower"
        formula="按数据集承诺的采集周期：超过迟到比例为迟到，超过中断比例或从未到达为中断"
        onOpen={() => document.getElementById('platform-fresh')?.scrollIntoView({ behavior: 'smooth' })}
      />
      <NumberCard
        title="已发布目录"
        value={sharing.catalogue}
        unit="项"
        onOpen={go('/data-catalogue/resources')}
      />
      <NumberCard
        title="未挂接目录"
        value={sharing.unmounted}
        unit="项"
        better="lower"
        onOpen={go(
          `/data-catalogue/resources?where=${encodeURIComponent(JSON.stringify({ status: 'published', mounted: 'false' }))}`,
        )}
      />
      <NumberCard title="有效共享合同" value={sharing.contracts} unit="份" onOpen={go('/data-sharing')} />
      <NumberCard
        title="共享调用"
        value={sharing.contracts === null ? null : traffic.reduce((sum, { calls }) => sum + calls, 0)}
        unit="次"
        onOpen={() => document.getElementById('platform-uses')?.scrollIntoView({ behavior: 'smooth' })}
      />
      <NumberCard
        title="未结泄露告警"
        value={seesAlerts ? open : null}
        unit="条"
        better="lower"
        {...(seesAlerts ? { onOpen: go('/data-platform/alerts') } : {})}
      />
      <NumberCard
        title="在办处置单"
        value={security.handlings}
        unit="件"
        {...(seesAlerts ? { onOpen: go('/data-platform/handlings') } : {})}
      />
    </Tiles>
  );
}
