/** What a device page says: values with their unit, stages and qualities by colour, moments on an axis. Pure. */
import { dateInCity } from '../../../../ui/form/city-time.ts';
import type { Tone } from '../../../../ui/status-tag.tsx';
import { qualities, type Quality } from '../../quality.ts';
import { protocols } from '../../registers/device.ts';

export const stageTones: Readonly<Record<string, Tone>> = {
  registered: 'blue',
  active: 'green',
  disabled: 'yellow',
  retired: 'grey',
};

export { type ShownProperty, unitText, valueText } from '../../value-words.ts';

export function qualityTitle(quality: Quality): string {
  return qualities[quality].title;
}

/** By which something came: a protocol, or a reading where that is not known. */
export function protocolText(protocol: string): string {
  return protocol === 'reading' ? '读数' : (protocols[protocol] ?? protocol);
}

/** The moment of a point as its grain needs it: seconds for raw readings, days for days. */
export function axisText(at: string, grain: 'raw' | 'minute' | 'hour' | 'day'): string {
  const text = dateInCity(at);
  if (grain === 'day') return text.slice(0, 10);
  const [day = '', time = ''] = text.split('T');
  return `${day.slice(5)} ${grain === 'raw' ? time : time.slice(0, 5)}`;
}
