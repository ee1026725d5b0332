/** 审查报告: the conclusion, the areas line by line with versions and rules, the largest parcels, a sketch, and where its proof stands in the log. */
import { findDivision } from '../../../../../city/divisions.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { type Block, documents } from '../../../../../engines/documents/service.ts';
import { readGeometry } from '../../../../../engines/maps/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { sm3 } from '../../../../../engines/trust/index.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { conclusions, relations } from '../../data/conclusions.ts';
import { findLine } from '../../data/lines.ts';
import { categories } from '../../data/small-lists.ts';
import { check } from '../../registers/check.ts';
import type { checkRoutes } from '../../routes/check-routes.ts';
import type { CheckResult, LineFinding } from '../../routes/shapes.ts';
import { drawSketch } from './draw-sketch.ts';
import { checkLog } from './keep-check.ts';
import { type CheckRow, getCheck, showCheck } from './read-check.ts';

function showMoment(iso: string): string {
  const local = new Date(new Date(iso).getTime() + 8 * 3_600_000).toISOString();
  return local.slice(0, 16).replace('T', ' ');
}

const metres = (value: number) => value.toFixed(2);
const mu = (value: number) => value.toFixed(4);
const percent = (part: number) => `${(part * 100).toFixed(2)}%`;

function facts(result: CheckResult, row: CheckRow, named: { area: string; checker: string }): Block {
  return {
    fields: [
      ['审查结论', conclusions[result.conclusion].title],
      ['用地面积', `${metres(result.squareMetres)} ㎡（${mu(result.mu)} 亩）`],
      ['项目类别', categories[result.category]],
      ['所在区县', named.area],
      ['送审坐标系', row.datum ?? ''],
      ['审查时间', showMoment(result.checkedAt)],
      ['审查人', named.checker],
    ],
    columns: 2,
  };
}

function lineTable(findings: readonly LineFinding[]): Block {
  return {
    table: {
      head: ['管控线', '关系', '面积（㎡）', '亩', '占比', '结论'],
      widths: ['*', 'auto', 'auto', 'auto', 'auto', 'auto'],
      rows: findings.map((each) => [
        each.title,
        relations[each.relation],
        metres(each.squareMetres),
        mu(each.mu),
        percent(each.share),
        conclusions[each.conclusion].title,
      ]),
    },
  };
}

function basisTable(findings: readonly LineFinding[]): Block {
  return {
    table: {
      head: ['管控线', '依据的成果', '要求', '规则'],
      widths: ['auto', '*', '*', '*'],
      rows: findings.map(({ title, version, demand, basis, sliverSquareMetres }) => [
        title,
        version === null
          ? '没有在用成果'
          : `${version.title} ${version.documentNumber} ${version.effectiveFrom}起`,
        [demand, sliverSquareMetres > 0 ? `另有细条 ${metres(sliverSquareMetres)} ㎡` : '']
          .filter(Boolean)
          .join('；'),
        basis,
      ]),
    },
  };
}

function parcelTables(findings: readonly LineFinding[]): readonly Block[] {
  return findings
    .filter(({ parcels }) => parcels.length > 0)
    .flatMap(({ title, parcels, parcelCount }): Block[] => [
      {
        heading: `${title}涉及图斑（共 ${parcelCount} 个${parcelCount > parcels.length ? `，列出最大的 ${parcels.length} 个` : ''}）`,
      },
      {
        table: {
          head: ['图斑编号', '名称', '关系', '面积（㎡）', '平均宽度（m）'],
          widths: ['*', '*', 'auto', 'auto', 'auto'],
          rows: parcels.map((each) => [
            each.number,
            each.name ?? '',
            relations[each.relation],
            metres(each.squareMetres),
            each.width.toFixed(3),
          ]),
        },
      },
    ]);
}

async function sketchBlocks(result: CheckResult): Promise<readonly Block[]> {
  const taken = result.findings.filter(({ squareMetres }) => squareMetres > 0);
  const { png, bar } = await drawSketch(
    readGeometry(result.shape) ?? [],
    taken.map(({ colour, pieces }) => ({ colour, pieces: readGeometry(pieces) ?? [] })),
  );
  const legend = taken.map(({ line, title }) => `${findLine(line)?.colourName ?? ''} ${title}`).join('，');
  const caption = `黑线为用地范围${legend === '' ? '' : `；涂色为占用部分：${legend}`}。上北下南，左下比例尺长 ${bar} 米`;
  return [{ heading: '示意图' }, { images: [{ data: png, caption }] }];
}

export const renderReport: Handler<typeof checkRoutes.report> = async ({ id }, context) => {
  const row = await getCheck(context, id);
  const whole = await context.use(registers).of(check).trusted.find(context.use(store).db, id);
  const result = showCheck(row);
  const seen = await context.use(registers).rows('land-plan.check').get(context.principal, id);
  const labels = await context.use(registers).labels(context.principal, 'land-plan.check', [seen]);
  const head = await context.use(trust).logs.findHead(checkLog);
  const digest = Buffer.from(sm3(new TextEncoder().encode(whole?.statement ?? ''))).toString('hex');
  const named = {
    area: row.county === null ? '' : (findDivision(row.county)?.name ?? row.county),
    checker: labels['checker']?.[row.checker ?? ''] ?? '',
  };
  await context.use(access).auditAlone(context.principal, {
    module: 'land-plan',
    event: 'export',
    objectType: 'land-plan.check',
    objectId: id,
    result: 'success',
  });
  const body = await context.use(documents).renderPdf({
    title: '用地合规性审查报告',
    subtitle: row.title,
    footer: `存证日志 ${checkLog} 第 ${row.leaf ?? '—'} 号`,
    ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
    blocks: [
      facts(result, row, named),
      ...(await sketchBlocks(result)),
      { heading: '各管控线' },
      lineTable(result.findings),
      { heading: '依据和要求' },
      basisTable(result.findings),
      ...parcelTables(result.findings),
      ...(result.mended.length === 0
        ? []
        : [{ heading: '图形修正' }, { text: result.mended.map(({ message }) => message).join('；') }]),
      { heading: '说明' },
      {
        text: '面积按图斑椭球面积公式在 2000 国家大地坐标系椭球面上计算，与测地线多边形面积相差小于十亿分之一；1 亩等于 1/15 公顷。本报告依据上列成果版本作出，成果更新后须重新审查。',
        note: true,
      },
      {
        text: `存证：日志 ${checkLog} 第 ${row.leaf ?? '—'} 号，内容摘要（SM3）${digest}${head === undefined ? '' : `，日志树头 ${head.size} 项`}。凭证可在审查结果页下载并离线核验。`,
        note: true,
      },
    ],
  });
  return { contentType: 'application/pdf', body, fileName: `用地审查-${row.title}.pdf` };
};
