/** 一河一策 on the page and on paper: what is in force as it was then, a draft as it stands. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { documents, OfficialDocument, showDay } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import small from '../../data/small-lists.json' with { type: 'json' };
import { river } from '../../registers/river.ts';
import { strategy, strategyItem } from '../../registers/strategy.ts';
import { StrategyContent, type strategyRoutes } from '../../routes/strategy-routes.ts';

type Strategy = Row<typeof strategy>;

const mostItems = 1000;
const mostEditions = 50;
const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

/** As it stands now, from the register of its lists. */
export async function describe(services: Services, db: Database, row: Strategy): Promise<StrategyContent> {
  const rows = services.use(registers);
  const guard = services.use(access);
  const [flows, items] = await Promise.all([
    rows.of(river).trusted.find(db, row.river),
    rows.of(strategyItem).trusted.findMany(db, {
      filter: { field: 'strategy', is: 'equal', value: row.id },
      sort: 'order',
      limit: mostItems,
    }),
  ]);
  const unitName = (unit: string | null) =>
    unit === null ? null : (guard.findDepartment(unit)?.name ?? unit);
  return {
    title: row.title,
    riverName: flows?.name ?? '',
    unitName: unitName(row.department) ?? '',
    from: row.from,
    to: row.to,
    edition: row.edition ?? 1,
    parts: small.lists['strategy-parts'].map(([part = '', title = '']) => ({
      part,
      title,
      items: items
        .filter((each) => each.part === part && each.state === 'active')
        .map(({ text, unit, due }) => ({ text, unitName: unitName(unit), due })),
    })),
  };
}

async function contentOf(services: Services, row: Strategy): Promise<StrategyContent> {
  const kept = StrategyContent.safeParse(row.content);
  return kept.success ? kept.data : describe(services, services.use(store).db, row);
}

/** This edition, those before it and those after, newest first. */
async function lineOf(services: Services, row: Strategy): Promise<readonly Strategy[]> {
  const { trusted } = services.use(registers).of(strategy);
  const { db } = services.use(store);
  const siblings = await trusted.findMany(db, {
    filter: {
      all: [
        { field: 'river', is: 'equal', value: row.river },
        { field: 'area', is: 'equal', value: row.area },
      ],
    },
    limit: mostEditions,
  });
  return siblings.toSorted((a, b) => (b.edition ?? 1) - (a.edition ?? 1));
}

export const showStrategy: Handler<typeof strategyRoutes.strategy> = async ({ id }, context) => {
  const rows = context.use(registers);
  const row = await rows.of(strategy).get(context.principal, id);
  const statusName = (status: string | null) =>
    rows.codeLists.nameOf('river-chief strategy-states', status ?? 'draft') ?? '';
  return {
    ...(await contentOf(context, row)),
    id,
    status: row.status ?? 'draft',
    statusName: statusName(row.status),
    enforcedOn: row.enforcedOn,
    editions: (await lineOf(context, row)).map((each) => ({
      id: each.id,
      edition: each.edition ?? 1,
      statusName: statusName(each.status),
    })),
  };
};

const chinese = ['一', '二', '三', '四', '五'] as const;

export const renderStrategy: Handler<typeof strategyRoutes.strategyFile> = async ({ id, as }, context) => {
  const row = await context.use(registers).of(strategy).get(context.principal, id);
  const content = await contentOf(context, row);
  const guard = context.use(access);
  const lines = content.parts.flatMap(({ title, items }, index) => [
    `${chinese[index] ?? ''}、${title}`,
    ...items.map(({ text, unitName, due }, at) => {
      const more = [unitName, due === null ? null : `${showDay(due)}前完成`].filter((each) => each !== null);
      return `${at + 1}.${text}${more.length === 0 ? '' : `(${more.join(',')})`}`;
    }),
  ]);
  const document = OfficialDocument.parse({
    format: 'letter',
    issuers: [content.unitName],
    title: `${content.title}(第${content.edition}版)`,
    body: [
      `本方案实施期为${showDay(content.from)}至${showDay(content.to)}。`,
      ...lines,
      ...(row.status === 'in-force' || row.status === 'replaced' ? [] : ['本件为编制中的草案。']),
      ...(guard.demo ? ['本件由演示数据生成,不作为正式公文。'] : []),
    ].join('\n'),
    signatures: [content.unitName],
    date: row.enforcedOn ?? shanghaiDate(context.now),
  });
  const body = await context.use(documents).renderOfficial(document, as);
  return { contentType: types[as], body, fileName: `${content.title}第${content.edition}版.${as}` };
};
