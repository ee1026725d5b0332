/** Answers of NGSI-LD: media type by what the caller accepts, context by Link or in the body (ETSI GS CIM 009, clause 6.3.7). */
import type { Binary } from '../../../../../kernel/contract.ts';
import { cityContextPath, coreContext } from '../../ngsi-ld/context.ts';
import { type Entity, type Form, type Shown, showEntity, showFeature } from '../../ngsi-ld/entity.ts';
import { errors } from '../../errors.ts';
import type { Headers } from '../../routes/exchange.ts';

const link = `<${cityContextPath}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
const context = [cityContextPath, coreContext];

const media = ['application/json', 'application/ld+json', 'application/geo+json'] as const;
type Media = (typeof media)[number];

/** The first of our types that the caller takes; JSON where he says nothing. */
function mediaOf(accept: string | undefined): Media {
  for (const part of (accept ?? '*/*').split(',')) {
    const [type = ''] = part.trim().toLowerCase().split(';');
    if (type === '*/*' || type === 'application/*') return 'application/json';
    const found = media.find((each) => each === type);
    if (found !== undefined) return found;
  }
  return 'application/json';
}

export function splitList(text: string | undefined): ReadonlySet<string> | undefined {
  return text === undefined ? undefined : new Set(text.split(',').map((each) => each.trim()));
}

const forms: Readonly<Record<string, Form>> = {
  normalized: 'normalized',
  keyValues: 'keyValues',
  simplified: 'keyValues',
  concise: 'concise',
};

/** Options and format of a reading (clauses 6.3.7 and 6.3.11). Throws BadRequestData for what is unknown. */
export function shownBy(query: { options: string; format?: string | undefined }): Shown {
  const given = [...(splitList(query.options) ?? []), ...(query.format === undefined ? [] : [query.format])];
  let [form, system] = ['normalized' as Form, false];
  for (const each of given) {
    if (each === '') continue;
    if (each === 'sysAttrs') system = true;
    else if (Object.hasOwn(forms, each)) form = forms[each] ?? form;
    else throw errors.badRequestData({ why: `不支持的 options：${each.slice(0, 40)}` });
  }
  return { form, system };
}

interface Body {
  readonly headers: Headers;
  readonly more?: Readonly<Record<string, string>>;
}

function json(body: unknown, type: Media, more: Readonly<Record<string, string>> = {}): Binary {
  return {
    contentType: type,
    body: Buffer.from(JSON.stringify(body)),
    headers: { ...(type === 'application/ld+json' ? {} : { link }), ...more },
  };
}

export function answerEntities(entities: readonly Entity[], shown: Shown, { headers, more }: Body): Binary {
  const type = mediaOf(headers.accept);
  if (type === 'application/geo+json')
    return json(
      { type: 'FeatureCollection', features: entities.map((each) => showFeature(each, shown)) },
      type,
      more,
    );
  const bodies = entities.map((each) => showEntity(each, shown));
  const inside = type === 'application/ld+json';
  return json(inside ? bodies.map((body) => ({ ...body, '@context': context })) : bodies, type, more);
}

export function answerEntity(entity: Entity, shown: Shown, { headers }: Body): Binary {
  const type = mediaOf(headers.accept);
  if (type === 'application/geo+json') return json(showFeature(entity, shown), type);
  const body = showEntity(entity, shown);
  return json(type === 'application/ld+json' ? { ...body, '@context': context } : body, type);
}

/** Anything else that is told as JSON. */
export function answerJson(
  body: unknown,
  headers: Headers,
  more: Readonly<Record<string, string>> = {},
): Binary {
  const type = mediaOf(headers.accept) === 'application/ld+json' ? 'application/ld+json' : 'application/json';
  const inside = type === 'application/ld+json' && typeof body === 'object' && !Array.isArray(body);
  return json(inside ? { ...body, '@context': context } : body, type, more);
}

export const done: Binary = { contentType: 'application/json', status: 204, body: new Uint8Array() };

export function created(location: string): Binary {
  return { contentType: 'application/json', status: 201, body: new Uint8Array(), headers: { location } };
}

export function answerWith(status: number, body: unknown): Binary {
  return { contentType: 'application/json', status, body: Buffer.from(JSON.stringify(body)) };
}
