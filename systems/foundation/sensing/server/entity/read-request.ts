/** The body and the context of a request, by its media type (ETSI GS CIM 009, clause 6.3.5). */
import { errors } from '../../errors.ts';
import { linkedContext, type Names, namesOf } from '../../ngsi-ld/context.ts';
import type { Headers } from '../../routes/exchange.ts';

const mostTogether = 1000;

function isLinkedData(headers: Headers): boolean {
  return /^application\/ld\+json\b/i.test(headers['content-type'] ?? '');
}

function contextIn(given: unknown): unknown {
  return typeof given === 'object' && given !== null && '@context' in given ? given['@context'] : undefined;
}

/** ld+json carries its context in the body and has no Link; json has it in the Link or nowhere. */
export function namesFor(headers: Headers, given: unknown): Names {
  const inside = contextIn(given);
  const linked = linkedContext(headers.link);
  if (isLinkedData(headers)) {
    if (linked !== undefined)
      throw errors.badRequestData({ why: 'application/ld+json 不能再用 Link 头给出 @context' });
    if (inside === undefined) throw errors.badRequestData({ why: 'application/ld+json 须有 @context' });
    return namesOf(inside);
  }
  if (inside !== undefined)
    throw errors.badRequestData({
      why: 'application/json 不能含 @context，请用 Link 头或 application/ld+json',
    });
  return namesOf(linked);
}

/** Names in a path or query are meant by the Link header's context. */
export function namesInQuery(headers: Headers): Names {
  return namesOf(linkedContext(headers.link));
}

export function manyOf(body: unknown): readonly unknown[] {
  if (!Array.isArray(body)) throw errors.badRequestData({ why: '应为实体数组' });
  if (body.length === 0) throw errors.badRequestData({ why: '数组不能为空' });
  if (body.length > mostTogether) throw errors.badRequestData({ why: `一次不超过 ${mostTogether} 个` });
  return body;
}
