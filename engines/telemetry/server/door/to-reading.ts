/** What a device sends over HTTP, MQTT or NATS as a reading in the terms of its model. */
import type { z } from 'zod';
import type { GivenDeviceEvent, GivenReading } from '../../routes/ingest-routes.ts';
import type { GivenEvent } from '../event/take-event.ts';
import type { IdentifiedDevice, Reading } from '../../service.ts';

export function toReading(
  device: IdentifiedDevice,
  given: GivenReading,
  receivedAt: number,
  cameAt = receivedAt,
): Reading {
  const { at = cameAt, value, quality } = given;
  const factor = device.factorOf(given.property);
  return {
    device: device.id,
    property: device.propertyOf(given.property) ?? given.property,
    at: typeof at === 'number' ? at : Date.parse(at),
    value: typeof value === 'number' && factor !== 1 ? value * factor : value,
    quality,
    receivedAt,
  };
}

export function toEvent({ name, at, output }: z.output<typeof GivenDeviceEvent>, cameAt: number): GivenEvent {
  const moment = at ?? cameAt;
  return { name, at: typeof moment === 'number' ? moment : Date.parse(moment), output };
}
