/** Asks the machine where it is, for forms and maps. */
import type { Point } from '../kernel/register.ts';
import { tell } from './tell.ts';

/** Needs https or localhost; says so when the machine gives no position. */
export function locate(found: (point: Point) => void): void {
  if (!('geolocation' in navigator)) return tell('warning', '这台设备不能提供位置，请在地图上选点');
  navigator.geolocation.getCurrentPosition(
    (position) => found({ lon: round(position.coords.longitude), lat: round(position.coords.latitude) }),
    () => tell('warning', '没有取到当前位置，请允许使用位置，或在地图上选点'),
    { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
  );
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
