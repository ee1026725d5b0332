/** 流转记录 of a case: every step, oldest first or newest first, and whom it waits for now. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Section } from '../../../../ui/layout.tsx';
import { Timeline, type TimelineStep } from '../../../../ui/timeline.tsx';
import type { CaseDetail, Entry } from './use-case.ts';

export function CaseTimeline(props: { readonly detail: CaseDetail }): ReactNode {
  const { detail } = props;
  const [newest, setNewest] = useState(true);
  const titles = new Map(detail.stages.map(({ stage, title }) => [stage, title]));
  const steps = detail.timeline.map((entry) => toStep(entry, titles));
  const { holder } = detail;
  const who = holder && [holder.unitName, holder.personName].filter(Boolean).join(' · ');
  const waiting = holder && `等待${who ? ` ${who} ` : '有权限的人员'}办理「${holder.stageTitle}」`;
  return (
    <Section
      title="流转记录"
      extra={
        <Button type="link" size="small" onClick={() => setNewest(!newest)}>
          {newest ? '按时间正序' : '最新在前'}
        </Button>
      }
    >
      {newest && waiting && <p className="flow-waiting">{waiting}</p>}
      <Timeline steps={newest ? steps.toReversed() : steps} {...(!newest && waiting ? { waiting } : {})} />
    </Section>
  );
}

function toStep(entry: Entry, titles: ReadonlyMap<string, string>): TimelineStep {
  const { fromStage } = entry;
  return {
    id: entry.id,
    at: entry.at,
    title: entry.title,
    actorName: entry.actorName,
    department: entry.departmentName,
    fromStage: fromStage && (titles.get(fromStage) ?? fromStage),
    toStage: entry.toStageTitle,
    opinion: entry.masked ? '（意见和附件仅限办理人员查看）' : entry.opinion,
    files: entry.files,
    took: entry.took,
    late: entry.late,
  };
}
