/** 核验 on line, records of scanners that were off line, and linked identities for those whose scene may ask for them. */
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { readCode } from '../../code/code-format.ts';
import type { Judgement } from '../../code/judge-code.ts';
import { showClaims } from '../../data/scenes.ts';
import { errors } from '../../errors.ts';
import { identity, issued } from '../../registers/holder.ts';
import type { scanRoutes } from '../../routes/scan-routes.ts';
import { getScene, openScenes } from '../find-scene.ts';
import { minute } from '../issue/sign-certificate.ts';
import { keepRecord } from './keep-records.ts';
import { verifyCode } from './open-verifier.ts';
import { revokedSerials } from './revocation.ts';

function placeOf(context: Context): string {
  const [department] = context.principal.departments;
  return department === undefined
    ? ''
    : (context.use(access).findDepartment(department)?.shortName ?? department);
}

function show(judgement: Judgement) {
  return judgement.accepted
    ? {
        accepted: true,
        kind: judgement.kind,
        why: null,
        sentence: null,
        told: [...showClaims(judgement.claims)],
      }
    : { accepted: false, kind: null, why: judgement.why, sentence: judgement.sentence, told: [] };
}

export const scan: Handler<typeof scanRoutes.scan> = async ({ code, scene }, context) => {
  const place = await getScene(context, scene);
  const at = context.use(store).clock.now();
  const judgement = await verifyCode(context, code, { scene: place.number, at });
  if (judgement.accepted)
    keepRecord(context, {
      serial: judgement.serial,
      minute: readCode(code)?.shown?.minute ?? 0,
      scene: place.key,
      at: at.toISOString(),
      place: placeOf(context),
      way: judgement.kind === 'paper' ? 'paper' : 'online',
      by: context.principal.id,
      told: judgement.claims,
    });
  return show(judgement);
};

/** Offline scanners bring what they accepted within this time. */
const recordDays = 3;

export const takeRecords: Handler<typeof scanRoutes.records> = async ({ records }, context) => {
  const now = context.use(store).clock.now();
  const scenes = new Map((await openScenes(context)).map((one) => [one.number, one]));
  let [taken, late] = [0, 0];
  for (const { code, at } of records) {
    const when = new Date(at);
    if (now.getTime() - when.getTime() > recordDays * 24 * 60 * minute) {
      late += 1;
      continue;
    }
    if (when.getTime() > now.getTime() + 5 * minute) continue;
    const judgement = await verifyCode(context, code, { scene: undefined, at: when, replayable: true });
    const place = judgement.accepted ? scenes.get(judgement.scene) : undefined;
    if (!judgement.accepted || place === undefined) continue;
    taken += 1;
    keepRecord(context, {
      serial: judgement.serial,
      minute: readCode(code)?.shown?.minute ?? 0,
      scene: place.key,
      at: when.toISOString(),
      place: placeOf(context),
      way: judgement.kind === 'paper' ? 'paper' : 'offline',
      by: context.principal.id,
      told: judgement.claims,
    });
  }
  return { taken, late };
};

/** 就医一码通用: the code that was just shown leads to the card number that this scene may ask for, and to no other. */
export const mapIdentity: Handler<typeof scanRoutes.map> = async ({ code, scene, kind }, context) => {
  const rows = context.use(registers);
  const place = await getScene(context, scene);
  const title = rows.codeLists.nameOf('city-code identities', kind) ?? kind;
  if (!(place.mapping ?? []).includes(kind)) throw errors.mappingRefused({ scene: place.title, kind: title });
  const { db, clock } = context.use(store);
  const judgement = await verifyCode(context, code, {
    scene: place.number,
    at: clock.now(),
    replayable: true,
  });
  if (!judgement.accepted) throw errors.notAccepted({ why: judgement.sentence });
  const filter = { field: 'serial', is: 'equal', value: judgement.serial } as const;
  const [certificate] = await rows.of(issued).trusted.findMany(db, { filter, limit: 1 });
  if (certificate === undefined) throw errors.noSuchHolder();
  const all = [
    { field: 'holder', is: 'equal', value: certificate.holder },
    { field: 'kind', is: 'equal', value: kind },
  ] as const;
  const [linked] = await rows.of(identity).trusted.findMany(db, { filter: { all }, limit: 1 });
  if (linked === undefined) throw errors.notLinked({ kind: title });
  const at = clock.now().toISOString();
  keepRecord(context, {
    serial: judgement.serial,
    minute: 0,
    scene: place.key,
    at,
    place: placeOf(context),
    way: 'mapping',
    by: context.principal.id,
    told: { kind },
  });
  await context.use(access).auditAlone(context.principal, {
    module: 'city-code',
    event: 'reveal',
    objectType: 'city-code.identity',
    objectId: linked.id,
    result: 'success',
    detail: { kind, scene },
  });
  return { kind, title, number: linked.number };
};

/** Everything that a scanner needs to work without a network; no personal value. */
export const anchors: Handler<typeof scanRoutes.anchors> = async (_input, context) => {
  const { keys } = await context.use(trust).publicKeys();
  const revoked = await revokedSerials(context);
  const scenes = await openScenes(context);
  return {
    now: context.use(store).clock.now().toISOString(),
    keys: keys
      .filter(({ purpose, state }) => purpose === 'code' && state !== 'destroyed')
      .map(({ id, publicKey }) => ({ version: Number(id.slice('code-'.length)), publicKey })),
    revoked: [...revoked],
    scenes: scenes.map(({ number, key, title }) => ({ number, key, title })),
  };
};
