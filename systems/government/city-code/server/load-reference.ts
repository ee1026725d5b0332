/** Loads the code lists of 安康码 at every start, and the scenes once for each edition of their table. */
import type { Services } from '../../../../kernel/system.ts';
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { sceneTable } from '../data/scenes.ts';
import { scene } from '../registers/scene.ts';

interface Coded {
  readonly code: string;
  readonly name: string;
}

const ways: readonly Coded[] = [
  { code: 'phone', name: '手机申领' },
  { code: 'window', name: '窗口代办' },
];
const presentations: readonly Coded[] = [
  { code: 'online', name: '联网核验' },
  { code: 'offline', name: '离线核验' },
  { code: 'paper', name: '纸质码' },
  { code: 'mapping', name: '取用关联身份' },
];
const takeovers: readonly Coded[] = [
  { code: 'refused', name: '没有核对上' },
  { code: 'kept-paper', name: '已转到手机，纸质码照用' },
  { code: 'ended-paper', name: '已转到手机，纸质码作废' },
];
const levels: readonly Coded[] = [{ code: 'city', name: '全市' }];

function entries(list: string, rows: readonly Coded[]): CodeEntry[] {
  const { source, validFrom } = sceneTable;
  return rows.map(({ code, name }, order) => ({
    list: `city-code ${list}`,
    code,
    name,
    parent: null,
    order,
    validFrom,
    validTo: null,
    source,
    attributes: {},
  }));
}

export async function loadReference(services: Services): Promise<void> {
  const rows = services.use(registers);
  const { scenes, claims, identities, relations, validFrom } = sceneTable;
  await rows.codeLists.load([
    ...entries('ways', ways),
    ...entries('presentations', presentations),
    ...entries('takeovers', takeovers),
    ...entries('levels', levels),
    ...entries('identities', identities),
    ...entries('relations', relations),
    ...entries(
      'claims',
      claims.map(({ key, title }) => ({ code: key, name: title })),
    ),
    ...entries(
      'scenes',
      scenes.map(({ key, title }) => ({ code: key, name: title })),
    ),
  ]);
  await services.use(store).once(`city-code:scenes:${validFrom}`, async () => {
    await services.use(store).transaction((work) =>
      rows
        .of(scene)
        .trusted.insertMany(
          work,
          'city-code',
          scenes.map((one) => ({ ...one, closed: false })),
        )
        .then(() => undefined),
    );
  });
}
