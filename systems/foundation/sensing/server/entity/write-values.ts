/** Measured properties of a sensed device that come by NGSI-LD become observations, like those of any other door. */
import type { Services } from '../../../../../kernel/system.ts';
import { store } from '../../../../../engines/store/service.ts';
import { qualityNames, refusalTitles } from '../../../../../engines/telemetry/contract.ts';
import { type Outcome, type Reading, telemetry } from '../../../../../engines/telemetry/service.ts';
import type { NotUpdated } from '../../ngsi-ld/change-attributes.ts';
import { propertyOf } from '../../ngsi-ld/device-entity.ts';
import type { Attribute } from '../../ngsi-ld/entity.ts';
import type { DeviceTarget } from './find-targets.ts';

export interface Written {
  readonly updated: readonly string[];
  readonly notUpdated: readonly NotUpdated[];
}

interface Named {
  readonly attributeName: string;
  readonly reading: Reading;
}

/** What the sender says of it; undefined for a word that we do not have. */
export function qualityIn(attribute: Attribute): Reading['quality'] | undefined {
  const { quality } = attribute;
  if (quality === undefined) return 'good';
  const value =
    typeof quality === 'object' && quality !== null && 'value' in quality ? quality.value : quality;
  return qualityNames.find((name) => name === value);
}

/** The reading, or why there is none. */
function readingOf(
  target: DeviceTarget,
  name: string,
  attribute: Attribute | null,
  now: number,
): Reading | string {
  const property = propertyOf(target.model.code, target.model.definition, name);
  if (property === undefined) return '不是设备的测量属性，其余属性在感知设备台账中维护';
  if (attribute === null) return '观测不能删除';
  if (attribute.type !== 'Property') return '应为 Property';
  const { value, observedAt } = attribute;
  if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'string')
    return '值应为数值、布尔或文本';
  const quality = qualityIn(attribute);
  if (quality === undefined) return `quality 应为 ${qualityNames.join('、')} 之一`;
  const at = observedAt === undefined ? now : Date.parse(observedAt);
  return { device: target.id, property: property.name, at, value, quality, receivedAt: now };
}

function told(outcome: Outcome | undefined): string | undefined {
  if (outcome === undefined) return '没有保存，请重发';
  return outcome.kind === 'refused' ? refusalTitles[outcome.reason] : undefined;
}

export interface ValuesRequest {
  readonly target: DeviceTarget;
  /** An attribute may come several times, each of its moment; null would take it away. */
  readonly instances: readonly (readonly [name: string, attribute: Attribute | null])[];
}

/** Of many devices with one look at the store; answers stand in the order of the requests. */
export async function writeValues(
  services: Services,
  requests: readonly ValuesRequest[],
): Promise<readonly Written[]> {
  const now = services.use(store).clock.now().getTime();
  const sorted = requests.map(({ target, instances }) => {
    const readings: Named[] = [];
    const notUpdated: NotUpdated[] = [];
    for (const [attributeName, attribute] of instances) {
      const reading = readingOf(target, attributeName, attribute, now);
      if (typeof reading === 'string') notUpdated.push({ attributeName, reason: reading });
      else readings.push({ attributeName, reading });
    }
    return { readings, notUpdated };
  });
  const all = sorted.flatMap(({ readings }) => readings.map(({ reading }) => reading));
  const outcomes = all.length === 0 ? [] : await services.use(telemetry).ingest(all);
  let next = 0;
  return sorted.map(({ readings, notUpdated }) => {
    const refused: NotUpdated[] = [...notUpdated];
    const updated: string[] = [];
    for (const { attributeName } of readings) {
      const why = told(outcomes[next]);
      next += 1;
      if (why === undefined) updated.push(attributeName);
      else refused.push({ attributeName, reason: why });
    }
    return { updated, notUpdated: refused };
  });
}
