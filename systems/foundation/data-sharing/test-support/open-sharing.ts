/** A city with a catalogue, data and people who share, and a contract made at once instead of through a request. */
import { createHmac, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { textToSign } from '../../../../engines/lake/contract.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { newId } from '../../../../kernel/ids.ts';
import { resource } from '../../data-catalogue/contract.ts';
import catalogue from '../../data-catalogue/system.ts';
import collection from '../../data-collection/system.ts';
import { dataset } from '../../data-collection/contract.ts';
import { agreement } from '../registers/agreement.ts';
import { application } from '../registers/application.ts';
import system from '../system.ts';

export interface Sharing {
  readonly city: TestCity;
  readonly authority: () => Promise<Caller>;
  /** Gives: 市场监管局. */
  readonly provider: () => Promise<Caller>;
  /** Uses: 生态环境局. */
  readonly user: () => Promise<Caller>;
  readonly app: string;
  readonly key: string;
  readonly dataset: string;
  /** A contract over the registered firms. */
  makeContract(more?: object): Promise<string>;
  call(contract: string, query: string, way?: 'later' | 'later/result'): ReturnType<Caller['post']>;
  list<T>(who: Caller, register: string, where: object): Promise<readonly T[]>;
  close(): Promise<void>;
}

export async function openSharing(more: Partial<Parameters<typeof openTestCity>[0]> = {}): Promise<Sharing> {
  const city = await openTestCity({ systems: [collection, catalogue, system], demo: true, ...more });
  await city.store.drain();
  const rows = city.services.use(registers);
  const { db } = city.store;
  const first = async (register: 'dataset' | 'resource' | 'application') => {
    const of = { dataset, resource, application }[register];
    const where = {
      dataset: { field: 'code', is: 'equal', value: 'market-firms' },
      resource: { field: 'name', is: 'equal', value: '市场主体登记信息' },
      application: { field: 'department', is: 'equal', value: 'city-ecology' },
    } as const;
    const [row] = await rows.of(of).trusted.findMany(db, { filter: where[register], limit: 1 });
    return row?.id ?? '';
  };
  const [set, entry, app] = [await first('dataset'), await first('resource'), await first('application')];
  const key = await city.services.use(lake).issueKey(app);
  return {
    city,
    authority: () => city.as('share-1'),
    provider: () => city.as('share-2'),
    user: () => city.as('share-3'),
    app,
    key,
    dataset: set,
    async makeContract(given = {}) {
      const id = newId();
      await city.store.transaction((work) =>
        rows.of(agreement).trusted.insert(work, 'tester', {
          id,
          number: `HT-${id.slice(-6)}`,
          resource: entry,
          dataset: set,
          provider: 'city-market-supervision',
          consumer: 'city-ecology',
          application: app,
          request: newId(),
          basis: '测试',
          purpose: '测试',
          fields: [
            { name: 'credit_code', title: '统一社会信用代码', masked: false },
            { name: 'name', title: '企业名称', masked: false },
          ],
          rows: {},
          callsPerDay: 100_000,
          until: '2027-12-31',
          status: 'active',
          ...given,
        }),
      );
      await city.store.drain();
      await expect.poll(() => city.services.use(lake).isServed(set), { timeout: 30_000 }).toBe(true);
      return id;
    },
    call(contract, query, way) {
      const content = {
        app,
        contract,
        at: city.clock.now().toISOString(),
        nonce: randomBytes(16).toString('hex'),
        query,
      };
      const signature = createHmac('sm3', key).update(textToSign(content)).digest('hex');
      const path = way === undefined ? 'call' : `call/${way}`;
      return city.visitor.post(`/api/data-sharing/${path}`, { ...content, signature });
    },
    async list<T>(who: Caller, register: string, where: object): Promise<readonly T[]> {
      const reply = await who.get(
        `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
      );
      expect(reply.statusCode, reply.body).toBe(200);
      return reply.json<{ rows: T[] }>().rows;
    },
    close: () => city.close(),
  };
}
