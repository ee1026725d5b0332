/** At the window: a code on paper for who has no phone, and codes of children and old people for the phone of their family. */
import { idCardProblem } from '../../../../../kernel/check-characters.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { documents } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { encode } from 'uqr';
import sharp from 'sharp';
import { linkSize } from '../../code/chain.ts';
import { writeCode } from '../../code/code-format.ts';
import { errors } from '../../errors.ts';
import { family, holder, issued } from '../../registers/holder.ts';
import type { enrolRoutes } from '../../routes/enrol-routes.ts';
import { getScene } from '../find-scene.ts';
import type { HolderRow } from '../holder/find-holder.ts';
import { note } from '../holder/hold-code.ts';
import { makeClaims } from '../issue/make-claims.ts';
import { minute, signCertificate } from '../issue/sign-certificate.ts';
import { setting } from '../setting.ts';
import { revokeOf } from '../verify/revocation.ts';

/** The clerk has the person and his card before him. */
async function ensureHolder(context: Context, work: Work, name: string, idCard: string): Promise<HolderRow> {
  const problem = idCardProblem(idCard);
  if (problem !== undefined) throw errors.idCardWrong({ problem });
  const { trusted } = context.use(registers).of(holder);
  const filter = { field: 'idCard', is: 'equal', value: idCard } as const;
  const [known] = await trusted.findMany(work.db, { filter, limit: 1 });
  if (known !== undefined && known.name !== name) throw errors.nameWrong();
  if (known !== undefined) return known;
  const claimedAt = work.now.toISOString();
  const row = await trusted.insert(work, context.principal.id, { name, idCard, claimedAt, way: 'window' });
  note(context, work, 'create', 'holder', row.id, 'enrol');
  return row;
}

async function draw(text: string): Promise<Uint8Array> {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dots = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${dots.join('')}"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

async function signPaper(context: Context, row: HolderRow, sceneKey: string, at: Date) {
  const scene = await getScene(context, sceneKey);
  const minutes = setting(context, 'paper-days') * 24 * 60;
  const claims = makeClaims([...(scene.claims ?? []), 'masked-name'], row, at, { paper: true });
  const from = Math.floor(at.getTime() / minute);
  const anchor = new Uint8Array(linkSize);
  return {
    scene,
    ...(await signCertificate(context, {
      kind: 'paper',
      scene: scene.number,
      from,
      minutes,
      anchor,
      claims,
    })),
  };
}

/** What the matrix code on the paper says. */
export function issuePaper(
  context: Context,
  input: { readonly name: string; readonly idCard: string; readonly scene: string },
) {
  return context.use(store).transaction(async (work) => {
    const row = await ensureHolder(context, work, input.name, input.idCard);
    if (row.suspendedAt !== null) throw errors.suspended();
    const made = await signPaper(context, row, input.scene, work.now);
    await context.use(registers).of(issued).trusted.insert(work, context.principal.id, {
      serial: made.serial,
      holder: row.id,
      scene: made.scene.key,
      from: made.from.toISOString(),
      until: made.until.toISOString(),
    });
    note(context, work, 'create', 'issued', made.serial, 'paper');
    return { code: writeCode(made.certificate), scene: made.scene, until: made.until };
  });
}

export const paper: Handler<typeof enrolRoutes.paper> = async (input, context) => {
  const { code, scene, until } = await issuePaper(context, input);
  const body = await context.use(documents).renderPdf({
    title: '安康码（纸质）',
    subtitle: `${scene.title}场景`,
    footer: '遗失请到窗口挂失；核验人须核对本人证件',
    ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
    blocks: [
      { images: [{ data: await draw(code), caption: '请出示本码并配合核对证件' }] },
      { fields: [['有效期至', shanghaiDate(until)]], columns: 1 },
    ],
  });
  return { contentType: 'application/pdf', body, fileName: '安康码.pdf' };
};

export const lose: Handler<typeof enrolRoutes.lose> = async ({ idCard, name }, context) =>
  context.use(store).transaction(async (work) => {
    const filter = { field: 'idCard', is: 'equal', value: idCard } as const;
    const [row] = await context.use(registers).of(holder).trusted.findMany(work.db, { filter, limit: 1 });
    if (row === undefined || row.name !== name) throw errors.noSuchHolder();
    const revoked = await revokeOf(context, work, { holder: row.id });
    note(context, work, 'update', 'holder', row.id, 'lose');
    return { revoked };
  });

export const enrolFamily: Handler<typeof enrolRoutes.family> = async (input, context) => {
  const carrier = await context.use(access).admin.findSubjectId(input.carrierAccount);
  if (carrier === undefined) throw errors.noSuchHolder();
  return context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(holder);
    const mine = { field: 'holder', is: 'equal', value: carrier } as const;
    const [own] = await trusted.findMany(work.db, { filter: mine, limit: 1 });
    if (own === undefined) throw errors.noSuchHolder();
    const member = await ensureHolder(context, work, input.name, input.idCard);
    // Who has a phone of his own is not carried by others.
    if (member.holder !== null) throw errors.holderThere();
    const bonds = context.use(registers).of(family).trusted;
    const all = [
      { field: 'carrier', is: 'equal', value: carrier },
      { field: 'member', is: 'equal', value: member.id },
    ] as const;
    const there = await bonds.findMany(work.db, { filter: { all }, limit: 100 });
    if (there.some(({ ended }) => ended !== true)) throw errors.carriedAlready();
    const row = await bonds.insert(work, context.principal.id, {
      carrier,
      member: member.id,
      relation: input.relation,
      since: shanghaiDate(work.now),
      ended: false,
    });
    note(context, work, 'create', 'family', row.id, 'enrol');
    return { member: member.id };
  });
};
