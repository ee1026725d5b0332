/** How a device stands: what its alarms and its line say of it, now or at a moment of the past. */
import type { Decision } from '../../kernel/access.ts';
import type { Quality } from './quality.ts';

/**
 * alarm: one of its alarms is not over; attention: all are over, and one is not yet closed; offline: none is open, and it was not heard for too
 * many of its intervals; normal: all else. An alarm says more than the line does.
 */
export const deviceStates = {
  alarm: '告警',
  attention: '关注',
  offline: '离线',
  normal: '正常',
} as const;

export type DeviceState = keyof typeof deviceStates;

/** The gravest first. */
export const stateNames = Object.keys(deviceStates) as readonly DeviceState[];

export type StateCounts = Readonly<Record<DeviceState, number>>;

/** West, south, east, north in degrees (WGS84). */
export type MapBox = readonly [number, number, number, number];

export interface StatesQuery {
  /** Whose devices, and whose alarms on them; a refusal of either leaves them out. */
  readonly devices: Decision;
  readonly alarms: Decision;
  /** Row ids of thing models, each with the property whose value is compared among its devices. */
  readonly models: readonly { readonly id: string; readonly compared: string | undefined }[];
  /** Devices that stand in it; without it also those that have no place. */
  readonly box?: MapBox | undefined;
  /** Milliseconds; undefined is now. */
  readonly at?: number | undefined;
  /** Only these devices. */
  readonly ids?: readonly string[] | undefined;
}

export interface StatesPage {
  readonly states?: readonly DeviceState[] | undefined;
  readonly limit: number;
  readonly offset?: number;
}

export interface StatedDevice {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** Row id. */
  readonly model: string;
  readonly area: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly state: DeviceState;
  readonly online: boolean;
  /** Of the compared property; null where there is none, or none within setting telemetry.last-value-days. */
  readonly value: number | null;
  readonly at: string | null;
  readonly quality: Quality | null;
}

export interface StateCell {
  /** Middle of the devices in it. */
  readonly lon: number;
  readonly lat: number;
  readonly counts: StateCounts;
}

export interface AlarmAt {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly raisedAt: string;
  readonly times: number;
  readonly device: string;
  readonly deviceName: string;
  /** Where it happened, for what moves; else where the device stands. */
  readonly lon: number | null;
  readonly lat: number | null;
}
