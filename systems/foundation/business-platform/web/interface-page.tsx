/** 接口详情: what it does, its versions, shapes and examples from the route's own declaration, trying out, signing, asking. */
import { Alert, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { DescriptionList, PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Offer, Version } from '../routes/market-routes.ts';
import { AskInterface } from './parts/ask-interface.tsx';
import { OwnerActs } from './parts/owner-acts.tsx';
import { SchemaTable } from './parts/schema-table.tsx';
import { Signing } from './parts/signing.tsx';
import { TryOut } from './parts/try-out.tsx';
import { levels, statuses } from '../data/words.ts';
import './market.css';

export default function InterfacePage(): ReactNode {
  const { code = '' } = useParams();
  const asked = useCall(contract.routes.offer, { code });
  return (
    <Shown of={asked} rows={10}>
      {(data) => <Interface {...data} />}
    </Shown>
  );
}

function Interface(props: {
  readonly offer: Offer;
  readonly versions: readonly Version[];
  readonly mayOwn: boolean;
  readonly applications: readonly {
    readonly id: string;
    readonly name: string;
    readonly majors: readonly number[];
  }[];
}): ReactNode {
  const { offer, versions } = props;
  const onOffer = versions.find(({ status }) => status === 'published') ?? versions[0];
  const [chosen, setChosen] = useState(onOffer?.version ?? '');
  const mayApply = useMay('business-platform:apply');
  usePageTitle(offer.title);
  const version = versions.find((each) => each.version === chosen) ?? versions[0];
  if (version === undefined) return null;
  const major = Number(version.version.split('.')[0]);
  const free = props.applications.filter(({ majors }) => !majors.includes(major));
  const holding = props.applications.filter(({ majors }) => majors.includes(major));
  return (
    <PageFrame
      title={offer.title}
      summary={offer.summary}
      breadcrumb={[{ title: '接口市场', to: '/business-platform' }, { title: offer.title }]}
      tags={<StatusTag tone={levels[offer.level].tone}>{levels[offer.level].title}</StatusTag>}
      extra={
        <>
          {props.mayOwn && <OwnerActs key={version.id} version={version} />}
          {mayApply && version.status === 'published' && free.length > 0 && (
            <AskInterface title={offer.title} version={version} applications={free} />
          )}
        </>
      }
    >
      <Section>
        <DescriptionList
          items={[
            { label: '接口编号', value: <code>{offer.code}</code> },
            { label: '提供单位', value: offer.ownerName },
            { label: '来自系统', value: offer.systemTitle },
            { label: '开放级别', value: `${levels[offer.level].title}：${levels[offer.level].hint}` },
            { label: '在用应用', value: `${offer.applications} 个` },
            {
              label: '本单位已获准',
              value:
                holding.length === 0
                  ? '—'
                  : holding.map(({ id, name }) => (
                      <Link key={id} to={`/business-platform/applications/${id}`}>
                        {name}{' '}
                      </Link>
                    )),
            },
          ]}
        />
      </Section>
      <Section
        title="版本"
        extra={
          <Segmented
            aria-label="版本"
            value={version.version}
            options={versions.map((each) => ({
              value: each.version,
              label: `${each.version} ${statuses[each.status].title}`,
            }))}
            onChange={setChosen}
          />
        }
      >
        <VersionNotes version={version} />
      </Section>
      <Section title="入参" flush>
        <SchemaTable schema={version.input} side="input" />
      </Section>
      <Section title="出参" flush>
        <SchemaTable schema={version.output} side="output" />
      </Section>
      {version.status !== 'withdrawn' && (
        <Section title="沙箱试调用">
          <TryOut key={version.id} code={offer.code} version={version} />
        </Section>
      )}
      <Section title="签名调用">
        <Signing
          code={offer.code}
          version={version.version}
          example={version.example}
          {...(holding[0] === undefined ? {} : { app: holding[0].id })}
        />
      </Section>
    </PageFrame>
  );
}

function VersionNotes(props: { readonly version: Version }): ReactNode {
  const { version } = props;
  return (
    <div className="market-notes">
      {version.status === 'deprecated' && (
        <Alert
          type="warning"
          showIcon
          title={`${version.version} 已弃用，${version.sunsetOn ?? ''} 停用`}
          description={version.reason}
        />
      )}
      {version.drift !== null && (
        <Alert
          type="error"
          showIcon
          title="上架后系统的声明有不兼容的变化，应当恢复或升主版本号"
          description={version.drift}
        />
      )}
      {version.changes && <p>{version.changes}</p>}
      {version.breaking.length + version.compatible.length === 0 ? (
        <p className="city-muted">没有更早的版本可以比较，或形状没有变化。</p>
      ) : (
        <ul className="market-changes">
          {version.breaking.map((line) => (
            <li key={line}>
              <StatusTag tone="red">不兼容</StatusTag> {line}
            </li>
          ))}
          {version.compatible.map((line) => (
            <li key={line}>
              <StatusTag tone="green">兼容</StatusTag> {line}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
