/** Files of shapes on their way to the store, and the datums that people may choose for them. */
import { uploadFile } from '../../../../ui/upload-file.ts';

export const datumOptions = [
  { value: 'cgcs2000', label: '2000国家大地坐标系（经纬度）' },
  { value: 'wgs84', label: 'WGS84（GPS）' },
  { value: 'gcj02', label: 'GCJ-02（高德、腾讯）' },
  { value: 'bd09', label: 'BD-09（百度）' },
  { value: 'gauss-kruger', label: '2000国家大地坐标系 3度带（米）' },
] as const;
export type DatumName = (typeof datumOptions)[number]['value'];

/** The store keeps files by what they are, and browsers know no type for most of these. */
function typeOf(name: string): string {
  if (/\.(?:zip|kmz)$/i.test(name)) return 'application/zip';
  if (/\.tiff?$/i.test(name)) return 'image/tiff';
  if (/\.csv$/i.test(name)) return 'text/csv';
  return /\.(?:geo)?json$/i.test(name) ? 'application/json' : 'text/plain';
}

/** Id of the stored file. Throws CallError. */
export async function storeShapes(file: File): Promise<string> {
  const name = file.name
    .replace(/\.geojson$/i, '.json')
    .replace(/\.(?:kml|gpx)$/i, '.txt')
    .replace(/\.kmz$/i, '.zip');
  return (await uploadFile(new Blob([file], { type: typeOf(file.name) }), name)).id;
}
