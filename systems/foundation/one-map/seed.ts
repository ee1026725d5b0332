/** Demo data (演示数据): people of three departments, one layer of shelters and one of buildings with heights. */
import { countyOutlines } from '../../../city/outlines.ts';
import { access } from '../../../engines/access/service.ts';
import type { Position } from '../../../engines/maps/index.ts';
import { store } from '../../../engines/store/service.ts';
import type { Services } from '../../../kernel/system.ts';
import { writeLayer } from './server/layer/import-layer.ts';
import type { SoundRow } from './server/layer/read-upload.ts';

const by = 'one-map';
const city = '341200000000';
const [lon = 115.81, lat = 32.9] = countyOutlines[0]?.properties.center ?? [];

async function makePeople(services: Services): Promise<void> {
  const { contracts, admin } = services.use(access);
  // They look at layers of other systems too, as far as those are part of this city.
  const isHere = (role: string) => contracts.some(({ id }) => role.startsWith(`${id}:`));
  const official = (account: string, name: string, department: string, roles: readonly string[]) => ({
    account,
    name,
    kind: 'official' as const,
    posts: roles.filter(isHere).map((role) => ({ role, department, area: city })),
  });
  await admin.createDemoPeople([
    official('map-keeper', '卫舆图', 'city-natural-resources', ['one-map:keeper']),
    official('map-urban', '简方位', 'city-urban-management', [
      'one-map:publisher',
      'urban-management:duty-officer',
      'sensing:duty',
      'telemetry:operator',
    ]),
    official('map-water', '水云舒', 'city-water-resources', ['one-map:user', 'river-chief:office']),
  ]);
}

/** A grid of places around the middle of the first county. */
function places(count: number, step: number): readonly Position[] {
  const across = Math.ceil(Math.sqrt(count));
  return Array.from(
    { length: count },
    (_, index): Position => [
      lon + ((index % across) - across / 2) * step,
      lat + (Math.floor(index / across) - across / 2) * step,
    ],
  );
}

function shelters(): readonly SoundRow[] {
  return places(25, 0.02).map((at, index) => ({
    row: index + 1,
    properties: { 名称: `应急避难点 ${index + 1}（演示）`, 可容纳人数: 200 + ((index * 137) % 900) },
    geometry: { kind: 'point', places: [at] },
  }));
}

function buildings(): readonly SoundRow[] {
  const half = 0.0004;
  return places(36, 0.0016).map(([x, y], index) => ({
    row: index + 1,
    properties: { 名称: `${index + 1} 号楼（演示）`, 高度: 12 + ((index * 29) % 80) },
    geometry: {
      kind: 'area',
      shape: [
        [
          [
            [x - half, y - half],
            [x + half, y - half],
            [x + half, y + half],
            [x - half, y + half],
          ],
        ],
      ],
    },
  }));
}

export async function seedOneMap(services: Services): Promise<void> {
  await makePeople(services);
  const facts = {
    note: '演示数据：合成，不是真实位置',
    datum: 'cgcs2000',
    titleColumn: '名称',
    skipped: 0,
  };
  await services.use(store).transaction(async (work) => {
    await writeLayer(
      services,
      work,
      by,
      {
        ...facts,
        title: '应急避难点（演示）',
        department: 'city-urban-management',
        sharedWith: ['city-water-resources', 'city-natural-resources'],
        colour: '#d4380d',
        fileName: '演示数据.geojson',
        heightColumn: '',
      },
      shelters(),
    );
    await writeLayer(
      services,
      work,
      by,
      {
        ...facts,
        title: '建筑轮廓（演示）',
        department: 'city-natural-resources',
        sharedWith: ['city-urban-management'],
        colour: '#1677ff',
        fileName: '演示数据.geojson',
        heightColumn: '高度',
      },
      buildings(),
    );
  });
}
