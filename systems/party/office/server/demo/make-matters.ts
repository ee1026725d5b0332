/** Demo applications (演示数据): one of each matter, on their way through the real engine. */
import type { CaseType } from '../../../../../kernel/case.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { carUse } from '../../matter/car-use.ts';
import { leave } from '../../matter/leave.ts';
import { purchase } from '../../matter/purchase.ts';
import { sealUse } from '../../matter/seal-use.ts';
import { visit } from '../../matter/visit.ts';
import type { DemoOffice } from './make-office.ts';

const dayLength = 86_400_000;

interface Step {
  readonly who: string;
  readonly action: string;
  readonly opinion?: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

type Live = (
  type: CaseType,
  values: Readonly<Record<string, unknown>>,
  steps: readonly Step[],
) => Promise<void>;

function living(services: Services, office: DemoOffice): Live {
  const principal = (account: string) =>
    services.use(access).principalOf(office.people.get(`office-${account}`) ?? '');
  return async (type, values, steps) => {
    const runner = services.use(flow);
    const { id } = await runner.open(await principal('clerk'), type, { values: values as never });
    const { trusted } = services.use(registers).of(type);
    for (const { who, action, opinion, values: set = {} } of steps) {
      const row = await trusted.find(services.use(store).db, id);
      await runner.act(await principal(who), type, {
        id,
        version: row?.version ?? 1,
        action,
        values: set,
        ...(opinion === undefined ? {} : { opinion }),
      });
    }
  };
}

/** The first working day (Monday to Friday) so many days from now. */
function weekday(from: Date, days: number): string {
  const at = new Date(from.getTime() + days * dayLength);
  const day = new Date(`${shanghaiDate(at)}T12:00:00Z`).getUTCDay();
  const wait = [1, 0, 0, 0, 0, 0, 2][day] ?? 0;
  return shanghaiDate(new Date(at.getTime() + wait * dayLength));
}

export async function makeMatters(services: Services, office: DemoOffice): Promise<void> {
  const live = living(services, office);
  const now = services.use(store).clock.now();
  const at = (days: number, time: string) => `${weekday(now, days)}T${time}:00+08:00`;
  const agree: Step = { who: 'head', action: 'agree', opinion: '同意' };
  const leaveDay = weekday(now, 8);
  await live(leave, { kind: 'annual', startsOn: leaveDay, endsOn: leaveDay, place: '合肥市' }, [agree]);
  await live(
    carUse,
    {
      purpose: 'survey',
      startsAt: at(1, '08:30'),
      endsAt: at(1, '12:00'),
      destination: '颍上县政务服务中心',
      people: 3,
      outside: false,
      reason: '调研政务数据归集情况',
    },
    [
      agree,
      {
        who: 'secretary',
        action: 'send',
        values: { car: office.cars[0], driver: '李师傅(演示)', odometerOut: 32_100 },
      },
    ],
  );
  await live(
    purchase,
    {
      item: '便携式计算机',
      kind: 'goods',
      budgetItem: '办公设备购置',
      quantity: 6,
      unitPrice: 5800,
      reason: '更新使用满六年的设备',
    },
    [agree],
  );
  await live(
    sealUse,
    {
      paper: '政务数据共享协议',
      seal: 'unit',
      copies: 2,
      sendTo: '市财政局',
      purpose: '签订数据共享协议',
      blank: false,
      takeOut: false,
    },
    [agree],
  );
  await live(
    visit,
    {
      visitor: '赵某(演示)',
      company: '某科技有限公司(演示)',
      phone: '13900001234',
      people: 2,
      startsAt: at(2, '09:30'),
      endsAt: at(2, '11:00'),
      place: '市数据资源局会议室',
      purpose: '数据治理项目交流',
    },
    [],
  );
}
