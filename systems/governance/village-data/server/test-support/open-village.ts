/** A city with 村情采集 on its demo village, and the systems that it reads, for the tests of this system. */
import { registers } from '../../../../../engines/registers/service.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { System } from '../../../../../kernel/system.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import baseLibraries from '../../../../foundation/base-libraries/system.ts';
import catalogue from '../../../../foundation/data-catalogue/system.ts';
import collection from '../../../../foundation/data-collection/system.ts';
import quality from '../../../../foundation/data-quality/system.ts';
import sharing from '../../../../foundation/data-sharing/system.ts';
import reporting from '../../../../party/info-reporting/system.ts';
import { change, delivery } from '../../registers/flow.ts';
import { household, member } from '../../registers/card.ts';
import type { MineCard } from '../../routes/visit-routes.ts';
import system from '../../system.ts';

export interface Refusal {
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}

export interface Mine {
  readonly cards: readonly MineCard[];
  readonly deviceKey: string;
  readonly tasks: readonly { readonly request: string; readonly left: number; readonly title: string }[];
}

/** One field of the household as a visit fills it. */
export const own = (field: string, value: unknown, base: number) => ({
  of: 'household',
  member: null,
  field,
  value,
  base,
});

export interface VillageCity extends TestCity {
  post<T>(who: string, url: string, body?: object): Promise<T & Refusal>;
  get<T>(who: string, url: string): Promise<T & Refusal>;
  mine(who?: string): Promise<Mine>;
  /** The card of this serial, as the first cadre has it. */
  card(serial: number, who?: string): Promise<MineCard>;
  visit<T = object>(who: string, card: MineCard, more: object): Promise<T & Refusal>;
  desk(who: string): Promise<Caller>;
}

const bare = (one: System): System => {
  const { seed: _seed, ...rest } = one;
  return rest;
};

export async function openVillage(): Promise<VillageCity> {
  const city = await openTestCity({
    systems: [...[collection, catalogue, quality, sharing, baseLibraries, reporting].map(bare), system],
    demo: true,
  });
  await city.store.drain();
  const base = '/api/village-data';
  const desk = (who: string) => city.as(`village-${who}`);
  const mine = async (who = 'cadre') => (await (await desk(who)).get(`${base}/mine`)).json<Mine>();
  return {
    ...city,
    desk,
    mine,
    async post<T>(who: string, url: string, body: object = {}) {
      return (await (await desk(who)).post(`${base}${url}`, body)).json<T & Refusal>();
    },
    async get<T>(who: string, url: string) {
      return (await (await desk(who)).get(`${base}${url}`)).json<T & Refusal>();
    },
    async card(serial, who) {
      const { cards } = await mine(who);
      const found = cards.find(({ household: row }) =>
        String(row.values['number']).endsWith(String(serial).padStart(4, '0')),
      );
      if (found === undefined) throw new Error(`no household ${serial}`);
      return found;
    },
    async visit<T>(who: string, card: MineCard, more: object) {
      const body = { id: newId(), household: card.household.id, at: city.clock.now().toISOString(), ...more };
      return (await (await desk(who)).post(`${base}/visits`, body)).json<T & Refusal>();
    },
  };
}

export const declared = { change, delivery, household, member, registers };
