/** Demo problems that lived through the real engine at moments of the past, until their story or the present ends them (演示数据). */
import path from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { type Act, flow } from '../../../../../engines/flow/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { problem } from '../../problem/problem.ts';
import { findDuty } from '../problem/find-duty.ts';
import { firstInside } from '../river/keep-inside.ts';
import { placesAlong } from './make-rivers.ts';
import type { DemoPeople } from './make-people.ts';
import type { Dice } from './random.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';

const hour = 3_600_000;
const day = 24 * hour;
const count = 20;
const spread = 70;

const stories: readonly (readonly [kind: string, text: string, result: string])[] = [
  ['dump', '滩地堆放建筑垃圾约两车,未见覆盖', '已全部清运并平整复绿'],
  ['float', '闸前水面漂浮物聚集约 50 平方米', '保洁船已打捞干净'],
  ['occupy', '河滩围垦种植高秆作物,阻碍行洪', '已与农户签订协议并清除'],
  ['build', '管理范围内搭建看护房一间', '已依法拆除,恢复原貌'],
  ['sewage', '雨水排口晴天有污水流出,水体发黑', '查明错接管网一处,已封堵改接'],
  ['dig', '夜间有小型机具在滩地取土', '已制止并回填,移送水政执法'],
  ['farm', '岸边散养鸭群,粪污直排', '已搬迁养殖点并清理粪污'],
  ['works', '护坡块石塌陷约 3 米', '已修复加固'],
];

async function draw(after: boolean): Promise<Buffer> {
  const fontfile = path.resolve(
    import.meta.dirname,
    '../../../../../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  );
  const stamp = await sharp({
    text: {
      text: '<span foreground="#cf1322">演示</span>',
      fontfile,
      font: 'Noto Sans SC',
      width: 120,
      height: 44,
      rgba: true,
    },
  })
    .png()
    .toBuffer();
  const trouble = after
    ? '<path d="M110 140 l36 40 l70 -90" fill="none" stroke="#52c41a" stroke-width="16"/>'
    : '<circle cx="130" cy="186" r="22" fill="#3f3f3f"/><circle cx="170" cy="192" r="18" fill="#6b4f2a"/><rect x="190" y="176" width="36" height="22" fill="#8c8c8c"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="110" fill="#e6f4ff"/><rect y="110" width="320" height="60" fill="#69b1ff"/><rect y="170" width="320" height="70" fill="#95b46a"/>${trouble}</svg>`;
  return sharp(Buffer.from(svg))
    .composite([{ input: stamp, top: 8, left: 8 }])
    .png({ palette: true })
    .toBuffer();
}

/** Drawn once for all; each person has his own file, as if he had taken it. */
type PictureOf = (by: string, after: boolean) => Promise<string>;

function openAlbum(services: Services): PictureOf {
  const drawn = new Map<boolean, Promise<Buffer>>();
  const kept = new Map<string, Promise<string>>();
  return (by, after) => {
    const body = drawn.get(after) ?? draw(after);
    drawn.set(after, body);
    const key = `${by} ${after}`;
    const file = kept.get(key) ?? body.then((bytes) => keepPicture(services, by, after, bytes));
    kept.set(key, file);
    return file;
  };
}

async function keepPicture(services: Services, by: string, after: boolean, body: Buffer): Promise<string> {
  const name = `演示照片-${after ? '整改后' : '整改前'}.png`;
  const file = await services
    .use(store)
    .files.write({ name, contentType: 'image/png', by, body: Readable.from([body]), limit: body.length });
  return file.id;
}

/** The story has come to the present day and stays as it is. */
class Present extends Error {}

interface Stage {
  readonly services: Services;
  readonly people: DemoPeople;
  readonly dice: Dice;
  readonly work: Work;
  readonly pictures: PictureOf;
}

async function live(stage: Stage, index: number): Promise<void> {
  const { services, people, dice, work } = stage;
  const villages = people.chiefs.filter(({ reach }) => reach.level === 'village');
  const found = villages[(index * 7) % villages.length];
  const [kind, text, result] = stories[index % stories.length] ?? ['other', '', ''];
  if (found === undefined) return;
  const { reach } = found;
  let at = new Date(work.now.getTime() - (1 - index / count) ** 1.3 * spread * day - hour);
  const moment = (): Work => ({ ...work, now: at });
  const share = dice.between(0.1, 0.9);
  const position = await firstInside(services, placesAlong(reach.line, [share, 1 - share, 0.5]));
  if (position === null) return;
  const pictures = async (by: string, after: boolean) => [await stage.pictures(by, after)];
  const principal = (id: string) => services.use(access).principalOf(id);
  let row: Row<typeof problem> = await services.use(flow).open(
    await principal(found.account),
    problem,
    {
      values: {
        source: 'patrol',
        kind,
        reach: reach.id,
        description: `${text}(演示)`,
        address: `${reach.name}左岸`,
        position,
        photosBefore: await pictures(found.account, false),
      },
    },
    moment(),
  );
  const act = async (by: string | undefined, action: string, hours: number, more: Partial<Act> = {}) => {
    at = new Date(at.getTime() + hours * hour);
    if (at > work.now || by === undefined) throw new Present();
    row = await services
      .use(flow)
      .act(
        await principal(by),
        problem,
        { id: row.id, version: row.version, action, opinion: '同意', ...more },
        moment(),
      );
  };
  const county = `${reach.area.slice(0, 6)}000000`;
  const unit = await findDuty(services, work.db, {
    kind,
    reach: reach.id,
    area: reach.area,
    day: shanghaiDate(at),
  });
  const handler = unit === undefined ? undefined : people.handlers.get(unit);
  if (index % 9 === 8) return;
  await act(people.offices.get(county), 'assign', dice.between(1, 20));
  const late = dice.chance(0.2);
  await act(handler, 'done', late ? dice.between(300, 800) : dice.between(20, 140), {
    values: { result, photosAfter: handler === undefined ? [] : await pictures(handler, true) },
  });
  if (dice.chance(0.15)) {
    await act(found.account, 'redo', dice.between(2, 20), { opinion: '现场仍有残留' });
    await act(handler, 'done', dice.between(10, 60), {
      values: {
        result: `${result},已返工`,
        photosAfter: handler === undefined ? [] : await pictures(handler, true),
      },
    });
  }
  await act(found.account, 'close', dice.between(4, 60), { opinion: '现场复核,同意销号' });
}

/** One transaction for all: a story that meets the present simply stops. */
export async function makeProblems(services: Services, people: DemoPeople, dice: Dice): Promise<void> {
  const pictures = openAlbum(services);
  for (let index = 0; index < count; index += 1)
    await services.use(store).transaction(async (work) => {
      try {
        await live({ services, people, dice, work, pictures }, index);
      } catch (stop) {
        if (!(stop instanceof Present)) throw stop;
      }
    });
}
