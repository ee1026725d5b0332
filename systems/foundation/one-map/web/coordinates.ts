/** Places typed one to a line, for those who do not draw with a mouse. Pure. */

export type Place = [lon: number, lat: number];

export function readPlaces(text: string): {
  readonly places: readonly Place[];
  readonly bad: readonly number[];
} {
  const places: Place[] = [];
  const bad: number[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const [lon = Number.NaN, lat = Number.NaN, ...rest] = line
      .trim()
      .split(/[\s,，、]+/)
      .map(Number);
    const isPlace = rest.length === 0 && Math.abs(lon) <= 180 && Math.abs(lat) <= 85;
    if (isPlace) places.push([lon, lat]);
    else bad.push(index + 1);
  });
  return { places, bad };
}

/** Seven digits are a centimetre. */
export function writePlace(lon: number, lat: number): string {
  return `${Number(lon.toFixed(7))},${Number(lat.toFixed(7))}`;
}
