/** The code behind 用车: the car's row is locked when it is sent, so one car is on one errand at a time; its mileage goes on from trip to trip. */
import type { Row } from '../../../../../kernel/register.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { errors } from '../../errors.ts';
import { carUse } from '../../matter/car-use.ts';
import { car } from '../../registers/matter-registers.ts';
import { stageLimit } from '../../data/limits.ts';
import { setting } from '../setting.ts';
import {
  applicantFields,
  guardMatter,
  isApplying,
  type MatterMoment,
  refuse,
  subjectOf,
  wallClock,
} from './matter-steps.ts';

const dayLength = 86_400_000;
type Trip = Row<typeof carUse>;

function tripOf({ row, values }: MatterMoment): Trip {
  return { ...row, ...values } as unknown as Trip;
}

function applied(at: MatterMoment): Readonly<Record<string, unknown>> {
  const trip = tripOf(at);
  const length = Date.parse(trip.endsAt) - Date.parse(trip.startsAt);
  const days = setting(at.services, 'car-days');
  if (Number.isNaN(length) || length <= 0 || length > days * dayLength) throw errors.tripTooLong({ days });
  refuse(
    new Date(trip.startsAt) < at.work.now && at.row === undefined
      ? [{ path: 'startsAt', message: '用车时间已过' }]
      : [],
  );
  return {
    ...applicantFields(at),
    subject: subjectOf(trip.destination, wallClock(trip.startsAt)),
    needsLeader: trip.outside === true,
  };
}

async function sent(at: MatterMoment): Promise<undefined> {
  const trip = tripOf(at);
  const rows = at.services.use(registers);
  const chosen = await rows.of(car).trusted.lock(at.work, trip.car ?? '');
  if (chosen === undefined || chosen.state !== 'active')
    throw errors.carUnfit({ plate: '所选车辆', reason: '已不在台账' });
  const { plate } = chosen;
  if (chosen.unit !== trip.applicantUnit) throw errors.carUnfit({ plate, reason: '不归申请部门的单位管理' });
  if (chosen.status !== 'ready') throw errors.carUnfit({ plate, reason: '正在维修' });
  // 核定载人 counts the driver.
  if (chosen.seats < trip.people + 1)
    throw errors.carUnfit({ plate, reason: `核定载人 ${chosen.seats} 人,坐不下` });
  const all = [
    { field: 'car', is: 'equal', value: chosen.id },
    { field: 'startsAt', is: 'less', value: trip.endsAt },
    { field: 'endsAt', is: 'more', value: trip.startsAt },
    { field: 'status', is: 'unequal', value: 'closed' },
  ] as const;
  const others = await rows.of(carUse).trusted.findMany(at.work.db, { filter: { all }, limit: 5 });
  const taken = others.find(({ id }) => id !== at.row?.['id']);
  if (taken !== undefined)
    throw errors.carTaken({
      plate,
      from: wallClock(taken.startsAt),
      to: wallClock(taken.endsAt),
      number: taken.number,
    });
  if ((trip.odometerOut ?? 0) < (chosen.odometer ?? 0))
    throw errors.mileageWrong({ reason: `出车里程小于上次回车的 ${chosen.odometer ?? 0} 公里` });
  return undefined;
}

function returned(at: MatterMoment): Readonly<Record<string, unknown>> {
  const { odometerOut, odometerBack } = tripOf(at);
  const distance = (odometerBack ?? 0) - (odometerOut ?? 0);
  if (distance < 0) throw errors.mileageWrong({ reason: '回车里程小于出车里程' });
  return { distance };
}

export const carUseBinding = bindCase(carUse, {
  limits: async ({ stage }) => stageLimit('car-use', stage),
  async before(given) {
    const at = given as unknown as MatterMoment;
    await guardMatter(at);
    if (isApplying(at)) return applied(at);
    if (at.action === 'send') return sent(at);
    return at.action === 'back' ? returned(at) : undefined;
  },
  async after({ row, action, principal, work, services }) {
    if (action !== 'back' || row.car === null) return;
    const { trusted } = services.use(registers).of(car);
    const held = await trusted.lock(work, row.car);
    if (held !== undefined) await trusted.update(work, principal.id, held, { odometer: row.odometerBack });
  },
  link: (id) => `/office/car-use/${id}`,
});
