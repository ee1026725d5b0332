/** The command centre that dispatches a case: the county's own, or the city's when the case is the city's or the county has none. */
import { areaAtLevel } from '../../../../../kernel/area.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { dutyUnitTable } from '../../data/duty-units.ts';

export async function findCommandCentre(
  services: Services,
  area: string | null,
  level: string | null,
): Promise<string> {
  const { cityCommand, countyCommand } = dutyUnitTable.centres;
  const county = area === null ? undefined : areaAtLevel(area, 'county');
  if (level === 'city' || county === undefined) return cityCommand;
  const departments = await services.use(access).departments();
  return (
    departments.find((each) => each.area === county && each.id.endsWith(`-${countyCommand}`))?.id ??
    cityCommand
  );
}
