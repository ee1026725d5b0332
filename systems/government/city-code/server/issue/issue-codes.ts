/** Gives a phone its next certificates: for each scene some windows one after another, so that it works for hours without a network. */
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { linkSize } from '../../code/chain.ts';
import { errors } from '../../errors.ts';
import { device, issued } from '../../registers/holder.ts';
import type { holdRoutes } from '../../routes/hold-routes.ts';
import { getScene, type SceneRow } from '../find-scene.ts';
import { getCarried, getOwn, type HolderRow } from '../holder/find-holder.ts';
import { setting } from '../setting.ts';
import { makeClaims } from './make-claims.ts';
import { minute, signCertificate } from './sign-certificate.ts';

function toAnchor(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== linkSize || bytes.toString('base64url') !== text) throw errors.anchorWrong();
  return new Uint8Array(bytes);
}

/** Asked before anything is signed, so that a removed phone costs no signature. */
async function refuseRemoved(context: Context, key: string): Promise<void> {
  const filter = { field: 'key', is: 'equal', value: key } as const;
  const { db } = context.use(store);
  const [known] = await context.use(registers).of(device).trusted.findMany(db, { filter, limit: 1 });
  if (known?.removed === true) throw errors.deviceWrong();
}

/** Known by the key that the phone keeps; a removed one gets nothing. */
async function enrolDevice(
  context: Context,
  work: Work,
  own: HolderRow,
  key: string,
  label: string,
): Promise<string> {
  const { trusted } = context.use(registers).of(device);
  const filter = { field: 'key', is: 'equal', value: key } as const;
  const [known] = await trusted.findMany(work.db, { filter, limit: 1 });
  const issuedAt = work.now.toISOString();
  if (known !== undefined) {
    if (known.holder !== own.id || known.removed === true) throw errors.deviceWrong();
    await trusted.update(work, context.principal.id, known, { issuedAt });
    return known.id;
  }
  const mine = { field: 'holder', is: 'equal', value: own.id } as const;
  const held = (await trusted.findMany(work.db, { filter: mine, limit: 100 })).filter(
    ({ removed }) => removed !== true,
  );
  const most = setting(context, 'devices-a-person');
  if (held.length >= most) throw errors.tooManyDevices({ most });
  const values = { holder: own.id, key, label, issuedAt, removed: false };
  return (await trusted.insert(work, context.principal.id, values)).id;
}

interface Wanted {
  readonly scene: SceneRow;
  readonly anchors: readonly Uint8Array[];
}

async function signAll(context: Context, who: HolderRow, carried: boolean, wanted: readonly Wanted[]) {
  const start = Math.floor(context.now.getTime() / minute);
  const minutes = setting(context, 'certificate-minutes');
  const made = wanted.flatMap(({ scene, anchors }) =>
    anchors.map(async (anchor, at) => {
      const from = start + at * minutes;
      const claims = makeClaims(scene.claims ?? [], who, new Date(from * minute), { carried });
      const signed = await signCertificate(context, {
        kind: 'live',
        scene: scene.number,
        from,
        minutes,
        anchor,
        claims,
      });
      return { scene: scene.key, fromMinute: from, minutes, ...signed };
    }),
  );
  return Promise.all(made);
}

export const issueCodes: Handler<typeof holdRoutes.issue> = async (input, context) => {
  const data = context.use(store);
  const most = setting(context, 'certificates-ahead');
  const wanted: Wanted[] = [];
  for (const { scene, anchors } of input.scenes)
    wanted.push({ scene: await getScene(context, scene), anchors: anchors.slice(0, most).map(toAnchor) });
  const carrier = await getOwn(context, data.db);
  const who = await getCarried(context, data.db, input.member);
  // Who lost his phone must not lose the codes of his family to the finder.
  if (who.suspendedAt !== null || carrier.suspendedAt !== null) throw errors.suspended();
  await refuseRemoved(context, input.device);
  // Signing takes its time in threads; the transaction holds its connection only for the rows.
  const made = await signAll(context, who, input.member !== undefined, wanted);
  await data.transaction(async (work) => {
    const phone = await enrolDevice(context, work, carrier, input.device, input.label);
    await context
      .use(registers)
      .of(issued)
      .trusted.insertMany(
        work,
        context.principal.id,
        made.map(({ serial, scene, from, until }) => ({
          serial,
          holder: who.id,
          device: phone,
          scene,
          from: from.toISOString(),
          until: until.toISOString(),
        })),
      );
  });
  return {
    now: data.clock.now().toISOString(),
    certificates: made.map(({ scene, fromMinute, minutes, certificate }) => ({
      scene,
      from: fromMinute,
      minutes,
      certificate: Buffer.from(certificate).toString('base64url'),
    })),
  };
};
