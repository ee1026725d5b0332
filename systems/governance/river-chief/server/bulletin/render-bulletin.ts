/** 河长制月度公报: the month's patrols, problems, water and ranking as an official letter, PDF or Word, made from the very numbers of the ranking. */
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import {
  documents,
  OfficialDocument,
  type OfficialDocumentInput,
} from '../../../../../engines/documents/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { items, ratioOf } from '../../assessment/score.ts';
import table from '../../data/assessment.json' with { type: 'json' };
import { errors } from '../../errors.ts';
import { periodOf } from '../../patrol/periods.ts';
import type { assessmentRoutes, CountyScore } from '../../routes/assessment-routes.ts';
import { rankCounties } from '../assessment/assess.ts';
import { readSections, type SectionWater } from '../river/read-water.ts';

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

export function percent(value: number | null): string {
  return value === null ? '—' : `${(value * 100).toFixed(1)}%`;
}

interface Facts {
  readonly month: string;
  readonly today: string;
  readonly demo: boolean;
  readonly rows: readonly CountyScore[];
  readonly sections: readonly SectionWater[];
}

function totals(rows: readonly CountyScore[]): readonly string[] {
  return items.map(({ id, title, unit }, index) => {
    const numerator = rows.reduce((sum, { cells }) => sum + cells[id].numerator, 0);
    const denominator = rows.reduce((sum, { cells }) => sum + cells[id].denominator, 0);
    return `${index + 1}. ${title}${percent(ratioOf({ numerator, denominator }))}(${numerator}/${denominator}${unit})。`;
  });
}

function waterLines(sections: readonly SectionWater[]): readonly string[] {
  const sampled = sections.filter(({ grade }) => grade !== null);
  const met = sampled.filter(({ grade, target }) => Number(grade) <= Number(target));
  const missed = sampled.filter((each) => !met.includes(each));
  return [
    `纳入河长制管理的水质断面${sections.length}个,最近一次监测达标${met.length}个。`,
    ...missed.map(
      ({ name, gradeName, targetName }) => `${name}为${gradeName ?? '—'},目标${targetName},未达标。`,
    ),
  ];
}

function rankLines(rows: readonly CountyScore[]): readonly string[] {
  return rows.map(({ areaName, score, rank, cells }) => {
    const parts = items.map(({ id, title }) => `${title}${percent(cells[id].value)}`).join('、');
    return `${rank === null ? '未排名' : `第${rank}名`} ${areaName}:${score === null ? '—' : score.toFixed(2)}分(${parts})。`;
  });
}

export function composeBulletin({ month, today, demo, rows, sections }: Facts): OfficialDocumentInput {
  const [year, monthOf] = month.split('-').map(Number);
  return {
    format: 'letter',
    issuers: ['阜阳市全面推行河长制办公室'],
    title: `${year}年${monthOf}月河长制工作公报`,
    recipients: ['各县(市、区)河长制办公室'],
    body: [
      `现将${year}年${monthOf}月河长制工作情况公布如下。`,
      '一、总体情况',
      ...totals(rows),
      '二、河流水质',
      ...waterLines(sections),
      '三、县(市、区)排名',
      ...rankLines(rows),
      `排名按《${table.title}》(${table.version}版)计算。${table.note}`,
      ...(demo ? ['本件由演示数据生成,不作为正式公文。'] : []),
    ].join('\n'),
    signatures: ['阜阳市全面推行河长制办公室'],
    date: today,
  };
}

export const renderBulletin: Handler<typeof assessmentRoutes.bulletin> = async ({ month, as }, context) => {
  const today = shanghaiDate(context.now);
  const { from, to } = periodOf('month', `${month}-01`);
  if (from > today) throw errors.monthAhead({}, [{ path: 'month', message: '还没有到' }]);
  // A running month is told up to today.
  const span = { from, to: to < today ? to : today };
  const { db } = context.use(store);
  const guard = context.use(access);
  const facts = {
    month,
    today,
    demo: guard.demo,
    rows: await rankCounties(context, span),
    sections: await readSections(context, db),
  };
  const document = OfficialDocument.parse(composeBulletin(facts));
  const body = await context.use(documents).renderOfficial(document, as);
  await guard.auditAlone(context.principal, {
    module: 'river-chief',
    event: 'export',
    objectType: 'river-chief.bulletin',
    objectId: month,
    result: 'success',
    detail: { as },
  });
  return { contentType: types[as], body, fileName: `河长制公报${month}.${as}` };
};
