/** CGCS2000 (GB 22021-2008) and its Gauss-Krüger plane: degrees to metres of a three-degree zone and back, within a tenth of a millimetre. */
import type { Position } from './shapes.ts';

/** Metres. */
export const semiMajor = 6_378_137;
export const flattening = 1 / 298.257222101;
export const eccentricity2 = flattening * (2 - flattening);
export const semiMinor = semiMajor * (1 - flattening);

const e = Math.sqrt(eccentricity2);
const n = flattening / (2 - flattening);
const rectifying = (semiMajor / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);

/** Krüger's series in the third flattening to its fourth power: 4 × 10⁻⁶ m at the edge of a zone. */
const forward = [
  n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3 + (41 / 180) * n ** 4,
  (13 / 48) * n ** 2 - (3 / 5) * n ** 3 + (557 / 1440) * n ** 4,
  (61 / 240) * n ** 3 - (103 / 140) * n ** 4,
  (49_561 / 161_280) * n ** 4,
];
const backward = [
  n / 2 - (2 / 3) * n ** 2 + (37 / 96) * n ** 3 - (1 / 360) * n ** 4,
  (1 / 48) * n ** 2 + (1 / 15) * n ** 3 - (437 / 1440) * n ** 4,
  (17 / 480) * n ** 3 - (37 / 840) * n ** 4,
  (4397 / 161_280) * n ** 4,
];

const radian = Math.PI / 180;
/** The central meridian lies this far east of the plane's edge, so that no easting is negative. */
const falseEasting = 500_000;

export function centralMeridian(zone: number): number {
  return zone * 3;
}

/** Tangent of the conformal latitude from that of the geodetic one. */
function conformal(tangent: number): number {
  const sine = tangent / Math.hypot(1, tangent);
  const sigma = Math.sinh(e * Math.atanh(e * sine));
  return tangent * Math.hypot(1, sigma) - sigma * Math.hypot(1, tangent);
}

/** Easting without the number of the zone, and northing, in metres. */
export function toPlane([lon, lat]: Position, zone: number): readonly [easting: number, northing: number] {
  const lambda = (lon - centralMeridian(zone)) * radian;
  const tangent = conformal(Math.tan(lat * radian));
  let xi = Math.atan2(tangent, Math.cos(lambda));
  let eta = Math.asinh(Math.sin(lambda) / Math.hypot(tangent, Math.cos(lambda)));
  const [xi0, eta0] = [xi, eta];
  forward.forEach((term, index) => {
    const k = 2 * (index + 1);
    xi += term * Math.sin(k * xi0) * Math.cosh(k * eta0);
    eta += term * Math.cos(k * xi0) * Math.sinh(k * eta0);
  });
  return [rectifying * eta + falseEasting, rectifying * xi];
}

export function fromPlane(easting: number, northing: number, zone: number): Position {
  const [xi0, eta0] = [northing / rectifying, (easting - falseEasting) / rectifying];
  let [xi, eta] = [xi0, eta0];
  backward.forEach((term, index) => {
    const k = 2 * (index + 1);
    xi -= term * Math.sin(k * xi0) * Math.cosh(k * eta0);
    eta -= term * Math.cos(k * xi0) * Math.sinh(k * eta0);
  });
  const wanted = Math.sin(xi) / Math.hypot(Math.sinh(eta), Math.cos(xi));
  let tangent = wanted / (1 - eccentricity2);
  // Newton's steps on the conformal tangent (Karney 2011, eq. 19–21); three reach the last digit.
  for (let step = 0; step < 4; step += 1) {
    const reached = conformal(tangent);
    tangent +=
      ((wanted - reached) / Math.hypot(1, reached)) *
      ((1 + (1 - eccentricity2) * tangent ** 2) / ((1 - eccentricity2) * Math.hypot(1, tangent)));
  }
  const lambda = Math.atan2(Math.sinh(eta), Math.cos(xi));
  return [centralMeridian(zone) + lambda / radian, Math.atan(tangent) / radian];
}

/** Metres on one degree of longitude and of latitude at this latitude: for widths and distances of a few hundred metres. */
export function metresADegree(lat: number): readonly [lon: number, lat: number] {
  const sine2 = Math.sin(lat * radian) ** 2;
  const root = Math.sqrt(1 - eccentricity2 * sine2);
  return [
    ((semiMajor * Math.cos(lat * radian)) / root) * radian,
    ((semiMajor * (1 - eccentricity2)) / root ** 3) * radian,
  ];
}
