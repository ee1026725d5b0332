/** Scenes in force, from the registry that the city keeps. */
import type { Services } from '../../../../kernel/system.ts';
import type { Row } from '../../../../kernel/register.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';
import { scene } from '../registers/scene.ts';

export type SceneRow = Row<typeof scene>;

export async function openScenes(services: Services): Promise<readonly SceneRow[]> {
  const { db } = services.use(store);
  const found = await services.use(registers).of(scene).trusted.findMany(db, { sort: 'number', limit: 255 });
  return found.filter(({ closed }) => closed !== true);
}

export async function getScene(services: Services, key: string): Promise<SceneRow> {
  const found = (await openScenes(services)).find((one) => one.key === key);
  if (found === undefined) throw errors.noSuchScene();
  return found;
}
