/** 办事指南: everything that an applicant must know of an item before he applies. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { nameInList } from '../data/tables.ts';
import './inner-run.css';

export default function GuidePage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.guide, { id });
  return (
    <Shown of={asked} rows={10}>
      {(guide) => (
        <PageFrame
          title={guide.title}
          breadcrumb={[{ title: '事项目录', to: '/inner-run/items' }, { title: guide.code }]}
          tags={
            <StatusTag tone={guide.status === 'online' ? 'green' : 'grey'}>
              {nameInList('item-states', guide.status)}
            </StatusTag>
          }
          summary={`${guide.unitName}办理，依据${guide.basis}`}
          extra={
            <>
              {guide.mayKeep && (
                <Link to={`/inner-run/items/${id}/edit`}>
                  <Button tabIndex={-1}>修改事项</Button>
                </Link>
              )}
              {guide.mayApply && <LinkButton to={`/inner-run/items/${id}/apply`}>申请办理</LinkButton>}
            </>
          }
        >
          <Tiles minimum={180}>
            <NumberCard title="承诺时限" value={guide.promisedDays} unit="工作日" />
            <NumberCard title="法定时限" value={guide.legalDays} unit="工作日" />
            <NumberCard
              title="压缩"
              value={(guide.legalDays - guide.promisedDays) / guide.legalDays}
              unit="%"
              formula="（法定时限 − 承诺时限）÷ 法定时限"
            />
            <NumberCard title="改革前跑动" value={guide.runsBefore} unit="次" />
          </Tiles>
          <Section title="材料">
            <ul className="inner-list">
              {guide.materials.map((material) => (
                <li key={material.key}>
                  <b>{material.title}</b>
                  <StatusTag tone={material.from === 'shared' ? 'green' : 'blue'}>
                    {material.from === 'shared' ? '共享数据核验，不用提交' : '申请单位提交'}
                  </StatusTag>
                  {!material.required && <span className="city-muted">可不提交</span>}
                </li>
              ))}
            </ul>
          </Section>
          <Section title="会办单位">
            {guide.path.length === 0 ? (
              <p className="city-muted">不需要会办</p>
            ) : (
              <ul className="inner-list">
                {guide.path.map((step) => (
                  <li key={step.unit}>
                    <b>{step.name}</b>
                    <span>{step.title}</span>
                    <span className="city-muted">{step.days} 个工作日内答复，超时视为同意</span>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </PageFrame>
      )}
    </Shown>
  );
}
