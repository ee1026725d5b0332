/** One library: size, coverage by source and area, completeness and disagreement by field, freshness and trend; every number leads to its records. */
import { Alert, Button, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { LibraryReply } from '../routes/library-routes.ts';
import { AreaTable } from './parts/area-table.tsx';
import { FieldTable } from './parts/field-table.tsx';
import { recordsPath } from './parts/records-path.ts';
import { SourceTable } from './parts/source-table.tsx';
import './libraries.css';

export default function LibraryPage(): ReactNode {
  const { code = '' } = useParams();
  const asked = useCall(contract.routes.library, { code }, { every: 10_000 });
  const build = useAct(contract.routes.build, { onDone: () => tell('success', '已经开始建库') });
  const library = asked.data;
  usePageTitle(library?.title ?? '基础库');
  return (
    <PageFrame
      title={library?.title ?? '基础库'}
      breadcrumb={[{ title: '基础库和主题库', to: '/base-libraries' }]}
      summary={
        library &&
        `${library.summary}。归口：${library.ownerName}；数据时间：${library.refreshedAt ? momentText(library.refreshedAt) : '还没有建库'}`
      }
      extra={
        library?.mayKeep && (
          <Button loading={build.acting || library.building} onClick={() => void build.act({ code })}>
            重新建库
          </Button>
        )
      }
    >
      <Shown of={asked} rows={8}>
        {(about) => (
          <>
            {about.problem !== null && (
              <Alert type="error" showIcon title={`最近一次建库没有完成，仍是原来的版本：${about.problem}`} />
            )}
            {about.fields.length === 0 ? (
              <Section>
                <Empty text="还没有建库" hint="来源数据集归集以后自动建库" />
              </Section>
            ) : (
              <Built code={code} library={about} />
            )}
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Built(props: { readonly code: string; readonly library: LibraryReply }): ReactNode {
  const { code, library } = props;
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const open = (filter: object) =>
    library.mayInspect ? { onOpen: () => void navigate(recordsPath(code, filter)) } : {};
  const places = library.fields.flatMap((field, index) => (field.key ? [] : [index]));
  const cells = library.whole.rows * places.length;
  const filled = places.reduce((sum, index) => sum + (library.whole.filled[index] ?? 0), 0);
  const before = library.builds.at(-2)?.rows;
  const rejected = library.sources.reduce((sum, source) => sum + source.rejected, 0);
  const show = (tab: string) => setAddress({ tab }, { replace: true });
  return (
    <>
      <Tiles minimum={180}>
        <NumberCard
          title="在册记录"
          value={library.whole.rows}
          unit="条"
          {...(before === undefined ? {} : { before, beforeName: '上次建库' })}
          {...open({ ended: false })}
        />
        <NumberCard
          title="已终止"
          value={library.whole.ended}
          unit="条"
          formula="死亡、注销、吊销，或来源都不再给出；只终止不删除"
          {...open({ ended: true })}
        />
        <NumberCard
          title="完整率"
          value={cells === 0 ? null : Math.floor((filled / cells) * 1000 + 1e-9) / 1000}
          unit="%"
          formula="在册记录中非空的信息项数/应填的信息项数×100%（GB/T 36344-2018 0201），不含主键"
          onOpen={() => show('fields')}
        />
        <NumberCard
          title="有不一致的记录"
          value={library.whole.conflicted}
          unit="条"
          better="lower"
          {...open({ conflict: '*' })}
        />
        <NumberCard
          title="不入库的来源行"
          value={rejected}
          unit="行"
          better="lower"
          formula="主键缺失、校验不通过，或与同一来源较新的行重复"
          onOpen={() => show('sources')}
        />
      </Tiles>
      <Section flush>
        <Tabs
          className="city-tabs"
          activeKey={address.get('tab') ?? 'sources'}
          onChange={show}
          tabBarStyle={{ paddingInline: 16, marginBottom: 0 }}
          items={[
            { key: 'sources', label: '来源和覆盖', children: <SourceTable code={code} library={library} /> },
            {
              key: 'fields',
              label: '字段、完整和一致',
              children: <FieldTable code={code} library={library} />,
            },
            ...(library.byArea
              ? [{ key: 'areas', label: '按地区', children: <AreaTable code={code} library={library} /> }]
              : []),
            { key: 'trend', label: '走势', children: <Trend library={library} /> },
          ]}
        />
      </Section>
    </>
  );
}

function Trend(props: { readonly library: LibraryReply }): ReactNode {
  const { builds } = props.library;
  return (
    <div className="library-trend">
      <Chart
        title={`${props.library.title}各次建库`}
        height={320}
        data={{
          kind: 'line',
          unit: '条',
          categories: builds.map((build) => momentText(build.at)),
          series: [
            { name: '在册', values: builds.map((build) => build.rows) },
            { name: '已终止', values: builds.map((build) => build.ended) },
            { name: '有不一致', values: builds.map((build) => build.conflicted) },
            { name: '本次变化', values: builds.map((build) => build.changed) },
          ],
        }}
      />
    </div>
  );
}
