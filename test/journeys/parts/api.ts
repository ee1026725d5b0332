/** The same acts over HTTP, to bring a case quickly to where a journey begins. */
import { newId } from '../../../kernel/ids.ts';
import type { BrowserCity } from '../../support/browser.ts';
import { type Picture, takePhoto } from './pictures.ts';

const path = '/api/flow/cases/urban-management.case';

export interface Caller {
  get<T>(url: string): Promise<T>;
  post<T>(url: string, body: unknown): Promise<T>;
  upload(file: Picture): Promise<string>;
}

/** Anything but success is thrown, with what the city said. */
export async function callAs(city: BrowserCity, account: string): Promise<Caller> {
  const subject = await city.access.admin.findSubjectId(account);
  if (subject === undefined) throw new Error(`nobody has the account ${account}`);
  const token = await city.access.admin.openSession(subject);
  async function send<T>(method: string, url: string, body?: string | FormData): Promise<T> {
    const reply = await fetch(city.url + url, {
      method,
      headers: {
        cookie: `city_session=${token}`,
        'x-city-request': '1',
        ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (!reply.ok) throw new Error(`${method} ${url}: ${await reply.text()}`);
    return (await reply.json()) as T;
  }
  return {
    get: (url) => send('GET', url),
    post: (url, body) => send('POST', url, JSON.stringify(body)),
    async upload({ name, mimeType, buffer }) {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(buffer)], { type: mimeType }), name);
      return (await send<{ id: string }>('POST', '/api/files', form)).id;
    },
  };
}

export interface Opened {
  readonly id: string;
  readonly number: string;
}

/** A citizen's report of a broken manhole cover in 颍州区. */
export async function reportCover(city: BrowserCity, address: string): Promise<Opened> {
  const citizen = await callAs(city, '13900000101');
  const id = newId();
  const photos = [
    await citizen.upload(await takePhoto('近景')),
    await citizen.upload(await takePhoto('远景')),
  ];
  const { number } = await citizen.post<{ number: string }>('/api/urban-management/reports', {
    id,
    matter: '01002',
    description: '路边污水井盖破了一个洞，很危险',
    address,
    position: { lon: 115.8069, lat: 32.8834 },
    photos,
  });
  return { id, number };
}

export async function actAs(city: BrowserCity, account: string, id: string, act: object): Promise<void> {
  const caller = await callAs(city, account);
  const { version } = await caller.get<{ version: number }>(`${path}/${id}`);
  await caller.post(`${path}/${id}/acts`, { version, opinion: '同意', ...act });
}

/** The collector whom the grid names; each grid has one of two. */
export async function findCollector(city: BrowserCity, id: string): Promise<string> {
  const officer = await callAs(city, 'duty-officer-1');
  const { holder } = await officer.get<{ holder: { person: string | null } }>(`${path}/${id}`);
  for (const account of ['collector-yingzhou-1', 'collector-yingzhou-2'])
    if ((await city.access.admin.findSubjectId(account)) === holder.person) return account;
  throw new Error('no collector of 颍州区 was asked to verify');
}

const steps = {
  accept: ['', { action: 'confirm' }],
  dispatch: ['acceptor-1', { action: 'file', values: { standard: '01002-1' } }],
  handle: ['dispatcher-yingzhou-1', { action: 'dispatch', unit: 'city-drainage' }],
} as const;

/** A case that waits in this link; verified by its own collector. */
export async function openCaseAt(
  city: BrowserCity,
  stage: 'verify' | keyof typeof steps,
  address: string,
): Promise<Opened> {
  const opened = await reportCover(city, address);
  for (const [reached, [account, act]] of stage === 'verify' ? [] : Object.entries(steps)) {
    await actAs(city, account === '' ? await findCollector(city, opened.id) : account, opened.id, act);
    if (reached === stage) break;
  }
  return opened;
}

/** Works an imported case, which has a place name but no point, from 核实 to the end. */
export async function closeCase(city: BrowserCity, id: string, matter: string): Promise<void> {
  const collector = 'collector-yingzhou-1';
  const unit = 'yingzhou-sanitation';
  const handler = `handler-${unit}`;
  const shoot = async (account: string, name: string) =>
    (await callAs(city, account)).upload(await takePhoto(name));
  const photosBefore = [await shoot(collector, '现场近景'), await shoot(collector, '现场远景')];
  await actAs(city, collector, id, { action: 'confirm', values: { matter, photosBefore } });
  await actAs(city, 'acceptor-1', id, { action: 'file', values: { standard: `${matter}-1` } });
  await actAs(city, 'dispatcher-yingzhou-1', id, { action: 'dispatch', unit });
  const photosAfter = [await shoot(handler, '处置近景'), await shoot(handler, '处置远景')];
  await actAs(city, handler, id, { action: 'done', values: { result: '已清理并消毒', photosAfter } });
  await actAs(city, collector, id, { action: 'pass' });
  await actAs(city, 'duty-officer-1', id, { action: 'close' });
}
