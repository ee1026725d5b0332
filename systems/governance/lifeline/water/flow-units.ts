/** Flow units of EPANET and what they mean for lengths (EPANET 2.2 User Manual, Appendix A): US units go with feet and inches. */

export interface UnitSystem {
  /** L/s in one unit of flow. */
  readonly flow: number;
  /** Metres in one unit of length. */
  readonly length: number;
  /** Millimetres in one unit of diameter. */
  readonly diameter: number;
}

const us = { length: 0.3048, diameter: 25.4 };
const metric = { length: 1, diameter: 1 };

export const unitSystems: Readonly<Record<string, UnitSystem>> = {
  CFS: { flow: 28.316846592, ...us },
  GPM: { flow: 0.0630901964, ...us },
  MGD: { flow: 43.8126363889, ...us },
  IMGD: { flow: 52.6168042, ...us },
  AFD: { flow: 14.2764102, ...us },
  LPS: { flow: 1, ...metric },
  LPM: { flow: 1 / 60, ...metric },
  MLD: { flow: 1000 / 86.4, ...metric },
  CMH: { flow: 1 / 3.6, ...metric },
  CMD: { flow: 1 / 86.4, ...metric },
  CMS: { flow: 1000, ...metric },
};

/** What a file without the option is in. */
export const defaultUnits = 'GPM';

/** Metres of water in one MPa at 20 °C: 10⁶ / (998.2 kg/m³ × 9.80665 m/s²). */
export const metresPerMegapascal = 1e6 / (998.2 * 9.80665);
