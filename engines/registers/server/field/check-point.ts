/** Positions: degrees in WGS84, inside the city, kept to seven digits (about a centimetre). */
import type { Point } from '../../../../kernel/register.ts';
import type { Lookups } from './lookups.ts';
import { Refused } from './refused.ts';

const badPoint = new Refused('不是有效的经纬度(应写成 115.812345,32.889123 的样子)');
const outside = new Refused('不在本市范围内');
const swapped = new Refused('的经度和纬度写反了');

function round(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}

export function checkPoint(lon: number, lat: number, lookups: Lookups): Point | Refused {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return badPoint;
  if (Math.abs(lon) <= 90 && lat > 90 && lat <= 180) return swapped;
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) return badPoint;
  if (lookups.locate(lon, lat) === undefined) return outside;
  return { lon: round(lon), lat: round(lat) };
}

export function checkJsonPoint(raw: unknown, lookups: Lookups): Point | null | Refused {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return badPoint;
  const { lon, lat, ...rest } = raw as { lon?: unknown; lat?: unknown };
  if (typeof lon !== 'number' || typeof lat !== 'number' || Object.keys(rest).length > 0) return badPoint;
  return checkPoint(lon, lat, lookups);
}

const pairForm = /^\(?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*\)?$/;

export function checkSheetPoint(raw: string, lookups: Lookups): Point | null | Refused {
  const text = raw.trim();
  if (text === '') return null;
  const match = pairForm.exec(text);
  if (match === null) return badPoint;
  return checkPoint(Number(match[1]), Number(match[2]), lookups);
}
