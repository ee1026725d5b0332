/** Demo data (演示数据): people, synthetic red lines over real county outlines, a next edition in work, and projects beside a town. */
import { countyOutlines, locateCounty } from '../../../city/outlines.ts';
import type { Services } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import { type MultiPolygon, type Position, shapeArea, toGeoJson } from '../../../engines/maps/index.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store, type Work } from '../../../engines/store/service.ts';
import { planVersion } from './registers/plan-version.ts';
import { project } from './registers/project.ts';
import { centimetres } from './server/check/judge-area.ts';
import { placeOf } from './server/check/keep-check.ts';
import { type DemoLine, makeFields, makeOtherLines, makeTowns } from './server/demo/make-lines.ts';
import { checkProjectRow } from './server/project/check-project.ts';
import { writeParcels } from './server/version/import-parcels.ts';
import { publishRow } from './server/version/publish-version.ts';

const by = 'land-plan';
const bureau = 'city-natural-resources';
const city = '341200000000';

async function makePeople(services: Services): Promise<void> {
  const official = (account: string, name: string, role: string, area: string) => ({
    account,
    name,
    kind: 'official' as const,
    posts: [{ role: `land-plan:${role}`, department: bureau, area }],
  });
  await services
    .use(access)
    .admin.createDemoPeople([
      official('plan-keeper', '顾长林', 'keeper', city),
      official('plan-examiner', '沈佩瑶', 'examiner', city),
      official('plan-county', '岳文澜', 'examiner', '341282000000'),
      official('plan-reader', '祝清和', 'reader', city),
    ]);
}

interface Edition extends DemoLine {
  readonly effectiveFrom: string;
}

async function makeVersion(
  services: Services,
  work: Work,
  given: Edition,
  isPublished: boolean,
): Promise<void> {
  const { trusted } = services.use(registers).of(planVersion);
  const draft = await trusted.insert(work, by, {
    line: given.line,
    title: given.title,
    documentNumber: given.documentNumber,
    authority: '安徽省人民政府（演示）',
    approvedOn: given.effectiveFrom,
    effectiveFrom: given.effectiveFrom,
    scale: '1:10000',
    note: '演示数据：合成图斑，不是真实红线',
    status: 'draft',
    parcels: 0,
  });
  const filled = await writeParcels(services, work, by, draft, given.parcels);
  if (isPublished) await publishRow(services, work, by, filled);
}

/** Degrees by which the next edition moves fields towards the west. */
const nextShift = 0.0025;

function box([west, south]: Position, [east, north]: Position): MultiPolygon {
  return [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ],
    ],
  ];
}

/** Land east of the town of 颍州区: one inside the boundary, one that reaches into fields. */
function demoLand(): readonly {
  readonly number: string;
  readonly name: string;
  readonly category: string;
  readonly area: MultiPolygon;
}[] {
  const [lon, lat] = countyOutlines[0]?.properties.center ?? [115.8, 32.9];
  return [
    {
      number: 'XM-2026-001',
      name: '城东实验小学（演示）',
      category: 'ordinary',
      area: box([lon + 0.01, lat], [lon + 0.0125, lat + 0.002]),
    },
    {
      number: 'XM-2026-002',
      name: '城东物流园（演示）',
      category: 'town',
      area: box([lon + 0.04, lat], [lon + 0.047, lat + 0.0045]),
    },
  ];
}

async function makeProjects(services: Services, work: Work): Promise<void> {
  const keeper = (await services.use(access).admin.findSubjectId('plan-examiner')) ?? by;
  for (const { number, name, category, area } of demoLand()) {
    const place = placeOf(area);
    const row = await services
      .use(registers)
      .of(project)
      .trusted.insert(work, by, {
        number,
        name,
        builder: '阜阳演示建设有限公司',
        category,
        plannedUse: category === 'town' ? '1101' : '0804',
        county: locateCounty(place.lon, place.lat) ?? city,
        department: bureau,
        keeper,
        status: 'open',
        shape: toGeoJson(area),
        squareMetres: centimetres(shapeArea(area)),
        place,
      });
    await checkProjectRow(services, work, keeper, row, 'project');
  }
}

export async function seedLandPlan(services: Services): Promise<void> {
  const data = services.use(store);
  await makePeople(services);
  const lines: readonly Edition[] = [
    {
      line: 'farmland',
      title: '永久基本农田 2022 版（演示）',
      documentNumber: '皖政秘〔2022〕演示4号',
      parcels: makeFields(0),
      effectiveFrom: '2022-10-14',
    },
    {
      line: 'town',
      title: '城镇开发边界 2022 版（演示）',
      documentNumber: '皖政秘〔2022〕演示5号',
      parcels: makeTowns(),
      effectiveFrom: '2022-10-14',
    },
    ...makeOtherLines().map((each) => ({ ...each, effectiveFrom: '2023-06-01' })),
  ];
  await data.transaction(async (work) => {
    for (const each of lines) await makeVersion(services, work, each, true);
  });
  await data.transaction(async (work) => {
    await makeProjects(services, work);
    const next = {
      line: 'farmland',
      title: '永久基本农田 2026 调整版（演示）',
      documentNumber: '皖政秘〔2026〕演示6号',
      parcels: makeFields(nextShift),
      effectiveFrom: '2026-11-20',
    };
    await makeVersion(services, work, next, false);
  });
}
