/** The words and places that demo data is made of; all of it made up. */
import sceneTable from './scenes.json' with { type: 'json' };
import seatTable from './seats.json' with { type: 'json' };

export interface Seat {
  /** 12-digit code of the county. */
  readonly county: string;
  readonly name: string;
  /** First part of the ids of its units. */
  readonly slug: string;
  readonly lon: number;
  readonly lat: number;
  readonly villages: readonly { readonly code: string; readonly name: string }[];
}

export interface Scene {
  readonly matter: string;
  readonly weight: number;
  readonly picture: string;
  readonly texts: readonly string[];
  readonly results: readonly string[];
}

export const seats: readonly Seat[] = seatTable;
export const scenes: readonly Scene[] = sceneTable.scenes;
export const { roads, spots, surnames, given } = sceneTable;
