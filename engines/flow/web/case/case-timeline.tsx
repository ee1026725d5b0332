/** 流转记录 of a case: every step, oldest first or newest first, and whom it waits for now. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Section } from '../../../../ui/layout.tsx';
import { Timeline, type TimelineStep } from '../../../../ui/timeline.tsx';
import { holdersOf, holderWords } from './holder-words.ts';
import type { CaseDetail, Entry } from './use-case.ts';

export function CaseTimeline(props: { readonly detail: CaseDetail }): ReactNode {
  const { detail } = props;
  const [newest, setNewest] = useState(true);
  const titles = new Map(detail.stages.map(({ stage, title }) => [stage, title]));
  const steps = detail.timeline.map((entry) => toStep(entry, titles));
  const waiting = waitingWords(detail);
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

/** Whom the case waits for: one holder, or everybody who has not signed yet. */
function waitingWords(detail: CaseDetail): string | undefined {
  const words = holdersOf(detail).map((one) => {
    const who = holderWords(one);
    return `${who ? ` ${who} ` : '有权限的人员'}办理「${one.stageTitle}」`;
  });
  return words.length === 0 ? undefined : `等待${words.join('、')}`;
}

function toStep(entry: Entry, titles: ReadonlyMap<string, string>): TimelineStep {
  const { fromStage } = entry;
  return {
    id: entry.id,
    at: entry.at,
    title: entry.title,
    actorName:
      entry.actingForName == null ? entry.actorName : `${entry.actorName}（代${entry.actingForName}）`,
    department: entry.departmentName,
    fromStage: fromStage && (titles.get(fromStage) ?? fromStage),
    toStage: entry.toStageTitle,
    opinion: entry.masked ? '（意见和附件仅限办理人员查看）' : entry.opinion,
    files: entry.files,
    signature: entry.signature ?? null,
    took: entry.took,
    late: entry.late,
  };
}
