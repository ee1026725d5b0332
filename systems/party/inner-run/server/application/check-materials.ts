/** The materials of an application: what the item asks of the applicant must be there, as files of his own; what is shared nobody hands in. */
import { type Store, store } from '../../../../../engines/store/service.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Problem } from '../../../../../kernel/errors.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import type { Material } from '../../registers/item-body.ts';

export type Handed = Readonly<Record<string, readonly string[]>>;

const mostFiles = 10;

/** Files by material, from whatever was sent. */
export function readHanded(value: unknown): Handed | undefined {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const sound = entries.every(
    ([, files]) =>
      Array.isArray(files) && files.length <= mostFiles && files.every((each) => typeof each === 'string'),
  );
  return sound ? (Object.fromEntries(entries) as Handed) : undefined;
}

async function foreignFile(
  files: Store['files'],
  ids: readonly string[],
  known: ReadonlySet<string>,
  by: string,
): Promise<boolean> {
  for (const id of ids) {
    // Those handed in before stay, whoever brought them.
    if (known.has(id)) continue;
    if (!/^[0-9a-f-]{36}$/.test(id)) return true;
    const stored = await files.find(id);
    if (stored === undefined || stored.createdBy !== by) return true;
  }
  return false;
}

/** Throws with a problem for each material that is missing, unknown or somebody else's. */
export async function checkMaterials(
  services: Services,
  principal: Principal,
  materials: readonly Material[],
  given: unknown,
  before: Handed = {},
): Promise<Handed> {
  const handed = readHanded(given);
  if (handed === undefined)
    throw errors.materialUnknown({}, [{ path: 'values.materials', message: '材料应按事项逐项上传' }]);
  const known = new Set(Object.values(before).flat());
  const wrong: Problem[] = [];
  const { files } = services.use(store);
  for (const [key, ids] of Object.entries(handed)) {
    const path = `values.materials.${key}`;
    const material = materials.find((each) => each.key === key);
    if (material === undefined) wrong.push({ path, message: '事项没有这项材料' });
    else if (material.from === 'shared')
      wrong.push({ path, message: `“${material.title}”由共享数据核验，不用提交` });
    else if (await foreignFile(files, ids, known, principal.id))
      wrong.push({ path, message: `“${material.title}”的文件不是您上传的，请重新上传` });
  }
  if (wrong.length > 0) throw errors.materialUnknown({}, wrong);
  const missing = materials.filter(
    ({ key, required, from }) =>
      required && from === 'applicant' && (Object.hasOwn(handed, key) ? (handed[key]?.length ?? 0) : 0) === 0,
  );
  if (missing.length > 0)
    throw errors.materialMissing(
      {},
      missing.map(({ key, title }) => ({ path: `values.materials.${key}`, message: `请上传“${title}”` })),
    );
  return handed;
}
