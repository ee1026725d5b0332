/** Lives one demo case through the real engine, at moments of the past, until its story or the present ends it. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { type Act, flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { listCaseStandards } from '../../data/case-standards.ts';
import { getSource } from '../../data/small-lists.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { findDutyUnits } from '../duty/find-duty-units.ts';
import type { CaseRow } from '../case/check-action.ts';
import type { PictureOf } from './draw-pictures.ts';
import { type DemoGrid, placeIn } from './make-grids.ts';
import type { DemoPeople } from './make-people.ts';
import type { Dice } from './random.ts';
import { roads, type Scene, scenes, spots } from './stories.ts';

export interface Stage {
  readonly services: Services;
  readonly people: DemoPeople;
  readonly dice: Dice;
  readonly pictures: PictureOf;
  readonly now: Date;
}

const hour = 3_600_000;
const sources = [
  { code: 'collector', weight: 45 },
  { code: 'citizen', weight: 35 },
  { code: 'hotline', weight: 10 },
  { code: 'video', weight: 4 },
  { code: 'leader', weight: 3 },
  { code: 'media', weight: 3 },
] as const;

/** The case has come to the present day and stays as it is. */
class Present extends Error {}

/** Shanghai office hours, so that nobody is seen to work at three in the morning. */
function inOffice(at: Date, dice: Dice): Date {
  const local = new Date(at.getTime() + 8 * hour);
  const clock = local.getUTCHours();
  if (clock >= 8 && clock < 18) return at;
  const morning = Date.UTC(
    local.getUTCFullYear(),
    local.getUTCMonth(),
    local.getUTCDate() + (clock >= 18 ? 1 : 0),
    0,
  );
  return new Date(morning + dice.between(0.2, 2) * hour);
}

class Life {
  readonly #stage: Stage;
  readonly #work: Work;
  #row: CaseRow | undefined;
  #at: Date;

  constructor(stage: Stage, work: Work, at: Date) {
    this.#stage = stage;
    this.#work = work;
    this.#at = at;
  }

  get row(): CaseRow {
    if (this.#row === undefined) throw new Error('the case is not open yet');
    return this.#row;
  }

  #moment(): Work {
    return { ...this.#work, now: this.#at };
  }

  #principal(id: string): Promise<Principal> {
    return this.#stage.services.use(access).principalOf(id);
  }

  async open(by: string, values: RowInput<typeof urbanCase>, start: 'verify' | 'accept'): Promise<void> {
    const principal = await this.#principal(by);
    this.#row = await this.#stage.services
      .use(flow)
      .open(principal, urbanCase, { values, stage: start }, this.#moment());
  }

  /** Waits some hours, then acts. Throws Present when that lies ahead. */
  async act(
    by: string,
    action: string,
    hours: readonly [number, number],
    more: Partial<Act> = {},
  ): Promise<void> {
    const { dice, now, services } = this.#stage;
    const next = inOffice(new Date(this.#at.getTime() + dice.between(...hours) * hour), dice);
    if (next > now) throw new Present();
    this.#at = next;
    const { id, version } = this.row;
    this.#row = await services
      .use(flow)
      .act(
        await this.#principal(by),
        urbanCase,
        { id, version, action, opinion: '同意', ...more },
        this.#moment(),
      );
  }

  async rate(rating: number): Promise<void> {
    const at = new Date(this.#at.getTime() + this.#stage.dice.between(1, 40) * hour);
    if (at > this.#stage.now) return;
    const { trusted } = this.#stage.services.use(registers).of(urbanCase);
    const ratingComment = rating > 3 ? '处理及时,谢谢。' : '处理得有点慢。';
    await trusted.update(this.#work, this.row.initiator ?? '', this.row, {
      rating,
      ratingComment,
      ratedAt: at.toISOString(),
    });
  }

  async handler(): Promise<{ unit: string; person: string } | undefined> {
    const { services, people } = this.#stage;
    const found = await findDutyUnits(services, this.#work.db, this.row, this.#at);
    const known = found.find((each) => people.handlers.has(each.unit));
    const person = known === undefined ? undefined : people.handlers.get(known.unit);
    return known === undefined || person === undefined ? undefined : { unit: known.unit, person };
  }
}

async function report(life: Life, stage: Stage, grid: DemoGrid, scene: Scene): Promise<string> {
  const { dice, people, pictures } = stage;
  const collectors = people.collectors.get(grid.seat.county) ?? [];
  const source = dice.weighed(sources).code;
  const walker = dice.pick(collectors);
  const reporters = { collector: [walker], citizen: people.citizens } as const;
  const by = dice.pick(source === 'collector' || source === 'citizen' ? reporters[source] : people.acceptors);
  await life.open(
    by,
    {
      source,
      matter: scene.matter,
      description: dice.pick(scene.texts),
      address: `${grid.seat.name}${dice.pick(roads)}与${dice.pick(roads)}交叉口${dice.pick(spots)}`,
      position: placeIn(grid, dice),
      photosBefore: [await pictures(scene.picture, false, by)],
      ...(source === 'citizen' || source === 'hotline'
        ? { reporterName: '演示市民', reporterPhone: `1390000${String(1000 + dice.below(9000))}` }
        : {}),
    },
    getSource(source).start,
  );
  return life.row.collector ?? walker;
}

/** Handling, with its side paths: asked for delay, disputed, returned, reworked. */
async function handle(life: Life, stage: Stage, scene: Scene, collector: string): Promise<void> {
  const { dice, pictures, people } = stage;
  const chosen = await life.handler();
  if (chosen === undefined) return;
  const dispatcher =
    people.dispatchers.get(`${(life.row.caseArea ?? '').slice(0, 6)}000000`) ?? people.cityDispatcher;
  await life.act(dispatcher, 'dispatch', [0.1, 0.8], { unit: chosen.unit, opinion: '请按时限处置' });
  await life.act(chosen.person, 'verb.claim', [0.1, 1.5]);
  if (dice.chance(0.04)) {
    await life.act(chosen.person, 'verb.return', [0.2, 2], {
      opinion: '位置描述不清,请核实后再派',
      target: { stage: 'dispatch' },
    });
    await life.act(dispatcher, 'dispatch', [0.2, 1], { unit: chosen.unit, opinion: '已补充位置' });
  }
  if (dice.chance(0.05)) {
    await life.act(chosen.person, 'verb.dispute', [0.3, 3], { opinion: '经现场查看,该设施不属本单位管养' });
    return;
  }
  if (dice.chance(0.05)) {
    const limit = { amount: 1, unit: 'work-day' } as const;
    await life.act(chosen.person, 'verb.delay', [0.5, 4], {
      opinion: '材料未到,申请延期',
      target: { limit },
    });
    return;
  }
  const finish = async (hours: readonly [number, number]) =>
    life.act(chosen.person, 'done', hours, {
      values: { result: dice.pick(scene.results), photosAfter: await afterPhotos(chosen.person) },
      opinion: '已处置完毕',
    });
  const afterPhotos = async (by: string) => {
    const others = ['after-near', 'after-far', 'after-mark'].slice(0, 3);
    return Promise.all(others.map((angle) => pictures(angle, true, by)));
  };
  await finish(dice.chance(0.14) ? [40, 90] : [1, 14]);
  if (dice.chance(0.1)) {
    await life.act(collector, 'fail', [0.5, 4], { opinion: '现场仍有残留,请返工' });
    await finish([2, 10]);
  }
  await life.act(collector, 'pass', [0.3, 4], { opinion: '现场核查,问题已解决' });
}

async function live(life: Life, stage: Stage, grid: DemoGrid): Promise<void> {
  const { dice, people } = stage;
  const scene = dice.weighed(scenes);
  const collector = await report(life, stage, grid, scene);
  const acceptor = dice.pick(people.acceptors);
  if (life.row.stage === 'verify') {
    if (dice.chance(0.06)) {
      await life.act(collector, 'deny', [0.3, 3], { opinion: '到场未发现所述问题' });
      return;
    }
    await life.act(collector, 'confirm', [0.2, 3], { opinion: '现场属实' });
  }
  if (dice.chance(0.05)) {
    await life.act(acceptor, 'refuse', [0.1, 1], { opinion: '不符合立案条件' });
    return;
  }
  const standard = dice.pick(listCaseStandards(scene.matter)).id;
  await life.act(acceptor, 'file', [0.05, 0.6], { values: { matter: scene.matter, standard } });
  await handle(life, stage, scene, collector);
  if (life.row.stage !== 'close') return;
  await life.act(dice.pick(people.officers), 'close', [0.2, 2], { opinion: '同意结案' });
  if (life.row.source === 'citizen' && dice.chance(0.6))
    await life.rate(dice.chance(0.8) ? 5 : 2 + dice.below(3));
}

/** One transaction for each case, so that a broken story leaves nothing half told. */
export async function liveCase(stage: Stage, grid: DemoGrid, openedAt: Date): Promise<void> {
  await stage.services.use(store).transaction(async (work) => {
    const life = new Life(stage, work, openedAt);
    try {
      await live(life, stage, grid);
    } catch (problem) {
      if (!(problem instanceof Present)) throw problem;
    }
  });
}
