/** Demo work: 乡村振兴局 asks for what is unknown and is admitted, a cadre visits two households, 民政局 corrects its own (演示数据). */
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { request } from '../../case/request.ts';
import { household } from '../../registers/card.ts';
import { pushByHand } from '../share/push-value.ts';
import { sendVisit } from '../visit/send-visit.ts';
import { type Cast, demoVillage, deskOf } from './make-people.ts';

const day = 86_400_000;

async function askWater(cast: Cast): Promise<void> {
  const runner = cast.services.use(flow);
  const desk = await deskOf(cast, 'village-rural');
  const opened = await runner.open(desk.principal, request, {
    values: {
      title: '农村饮水和务工情况（演示数据）',
      fields: ['water', 'landTransferred', 'migrant', 'houseGrade'],
      basis: '《中华人民共和国乡村振兴促进法》第三十七条',
      purpose: '巩固饮水安全、落实稳岗就业帮扶',
      dueOn: shanghaiDate(new Date(desk.now.getTime() + 20 * day)),
      caseArea: demoVillage,
    },
  });
  const reviewer = await deskOf(cast, 'village-reviewer');
  await runner.act(reviewer.principal, request, {
    id: opened.id,
    version: opened.version,
    action: 'approve',
    opinion: '依据充分，只采集缺的和过期的',
  });
}

export async function makeWork(cast: Cast): Promise<void> {
  await askWater(cast);
  const { services } = cast;
  const data = services.use(store);
  const homes = await services
    .use(registers)
    .of(household)
    .trusted.findMany(data.db, {
      filter: { field: 'area', is: 'equal', value: demoVillage },
      sort: 'number',
      limit: 8,
    });
  const cadre = await deskOf(cast, 'village-cadre');
  for (const home of homes.slice(4, 7).filter(({ water }) => water === null))
    await sendVisit(
      {
        id: newId(),
        household: home.id,
        at: cadre.now.toISOString(),
        edits: [{ of: 'household', member: null, field: 'water', value: 'tap', base: home.version }],
        confirms: [{ of: 'household', member: null, field: 'vehicles', base: home.version }],
        event: null,
        consent: null,
        photos: [],
      },
      cadre,
    );
  const [, , third] = homes;
  if (third !== undefined)
    await sendVisit(
      {
        id: newId(),
        household: third.id,
        at: cadre.now.toISOString(),
        edits: [],
        confirms: [],
        event: {
          code: 'birth',
          members: [],
          given: {
            name: '张新禾',
            sex: '2',
            birthDate: shanghaiDate(new Date(cadre.now.getTime() - 9 * day)),
            relation: '42',
            nation: '01',
          },
          head: null,
          target: null,
          newMember: newId(),
        },
        consent: null,
        photos: [],
      },
      cadre,
    );
  const last = homes.at(-1);
  if (last === undefined) return;
  await pushByHand(
    {
      id: newId(),
      number: last.number,
      field: 'allowance',
      value: 'C类',
      basis: '2026 年第三季度低保复核（演示数据）',
    },
    await deskOf(cast, 'village-civil'),
  );
}
