/** Rivers run along the border: of places on them, the first that lies inside the city; none leaves the field empty. */
import type { Point } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { maps } from '../../../../../engines/maps/service.ts';

export async function firstInside(services: Services, places: readonly Point[]): Promise<Point | null> {
  for (const place of places) {
    const { inCity } = await services.use(maps).areaAt(place.lon, place.lat);
    if (inCity) return place;
  }
  return null;
}
