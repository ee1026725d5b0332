/** A ring around each entity in alarm that is seen; it pulses only where motion is welcome (twin.css). */
import type { Map as LibraryMap, Marker } from 'maplibre-gl';
import { useEffect } from 'react';
import { loadMapLibre } from '../../../../../ui/map/load-maplibre.ts';
import type { Placed } from '../../routes/twin-routes.ts';

/** More would be one red carpet. */
const most = 60;

export function useAlarmPulses(map: LibraryMap | undefined, entities: readonly Placed[] | null): void {
  // Others may change as often as they like.
  const places = (entities ?? [])
    .filter((entity) => entity[5] === 'alarm')
    .slice(0, most)
    .map((entity) => `${entity[3]},${entity[4]}`)
    .join(';');
  useEffect(() => {
    if (map === undefined || places === '') return undefined;
    let gone = false;
    let rings: Marker[] = [];
    void loadMapLibre().then((library) => {
      if (gone) return;
      rings = places.split(';').map((place) => {
        const [lon = 0, lat = 0] = place.split(',').map(Number);
        const element = document.createElement('div');
        element.className = 'twin-pulse';
        // The list beside the map says it in words.
        element.setAttribute('aria-hidden', 'true');
        return new library.Marker({ element, opacityWhenCovered: '1' }).setLngLat([lon, lat]).addTo(map);
      });
    });
    return () => {
      gone = true;
      for (const ring of rings) ring.remove();
    };
  }, [map, places]);
}
