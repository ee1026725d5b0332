/** States of the twin view in words and colours, on dark and on light ground. Pure. */
import { type DeviceState, deviceStates, stateNames } from '../../../../../engines/telemetry/contract.ts';
import type { MapColours } from '../../../../../ui/map-frame.tsx';
import type { Tone } from '../../../../../ui/status-tag.tsx';

export const stateTones = {
  alarm: 'red',
  attention: 'yellow',
  offline: 'grey',
  normal: 'green',
} as const satisfies Readonly<Record<DeviceState, Tone>>;

const onDark: Readonly<Record<DeviceState, string>> = {
  alarm: '#ff5d52',
  attention: '#ffc145',
  offline: '#8b9bb4',
  normal: '#3fd6a0',
};
const onLight: Readonly<Record<DeviceState, string>> = {
  alarm: '#d4261c',
  attention: '#d98600',
  offline: '#77839a',
  normal: '#0e9566',
};

export function coloursOf(dark: boolean): MapColours {
  const values = dark ? onDark : onLight;
  return { by: 'state', values, other: values.offline, titles: deviceStates };
}

export function colourOf(state: DeviceState, dark: boolean): string {
  return (dark ? onDark : onLight)[state];
}

export function gravestOf(counts: Readonly<Record<DeviceState, number>>): DeviceState {
  return stateNames.find((name) => counts[name] > 0) ?? 'normal';
}

export function isState(text: string | null): text is DeviceState {
  return text !== null && (stateNames as readonly string[]).includes(text);
}
