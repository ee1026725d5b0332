/** What names mean (ETSI GS CIM 009, clause 5.5.5 and 6.3.5): the core context and the city's own are at hand, nothing is fetched. Pure. */
import { errors } from '../errors.ts';
import table from './entity-types.json' with { type: 'json' };
import mappings from './mappings.json' with { type: 'json' };

export const coreContext = table.contexts.core;
export const cityContextPath = '/api/sensing/ngsi-ld/v1/jsonldContexts/city';
const vocabulary = 'https://uri.etsi.org/ngsi-ld/default-context/';
const smartDataModels = 'https://smartdatamodels.org/';

const typeIris: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(table.types).map(([type, { iri }]) => [type, iri])),
  ...Object.fromEntries(
    Object.values(mappings.models).map(({ type }) => [
      type,
      `${smartDataModels}dataModel.Environment/${type}`,
    ]),
  ),
  Device: `${smartDataModels}dataModel.Device/Device`,
};
const typeOfIri = new Map(Object.entries(typeIris).map(([type, iri]) => [iri, type]));

/** The city's own context: its types under their IRIs; attributes stay in the default vocabulary of the core context. */
export const cityContext = { '@context': typeIris };

/** The city's name for what the caller calls `term`. */
export type Names = (term: string) => string;

function ownName(iri: string): string {
  const known = typeOfIri.get(iri);
  if (known !== undefined) return known;
  return iri.startsWith(vocabulary) ? iri.slice(vocabulary.length) : iri;
}

const mostTerms = 500;

function isKnown(url: string): boolean {
  if (table.contexts.known.some((known) => url.startsWith(known))) return true;
  return url === cityContextPath || (URL.canParse(url) && new URL(url).pathname === cityContextPath);
}

function definitionOf(term: string, given: unknown): readonly (readonly [string, string])[] {
  if (term.startsWith('@')) return [];
  const iri =
    typeof given === 'object' && given !== null && '@id' in given && typeof given['@id'] === 'string'
      ? given['@id']
      : given;
  return typeof iri === 'string' ? [[term, iri]] : [];
}

/** Throws LdContextNotAvailable for a remote context that is not shipped, BadRequestData for what is no context. */
export function namesOf(context: unknown): Names {
  const terms = new Map<string, string>();
  for (const each of Array.isArray(context) ? context : [context]) {
    if (each === undefined) continue;
    if (typeof each === 'string') {
      if (!isKnown(each)) throw errors.ldContextNotAvailable({ url: each.slice(0, 200) });
      continue;
    }
    if (typeof each !== 'object' || each === null)
      throw errors.badRequestData({ why: '@context 应为地址或对象' });
    for (const [term, given] of Object.entries(each))
      for (const [name, iri] of definitionOf(term, given)) terms.set(name, iri);
    if (terms.size > mostTerms) throw errors.badRequestData({ why: '@context 定义过多' });
  }
  return (term) => {
    const defined = terms.get(term);
    if (defined !== undefined) return ownName(defined);
    const [prefix = '', rest] = term.split(/:(.*)/s);
    const base = rest === undefined || rest.startsWith('//') ? undefined : terms.get(prefix);
    return ownName(base === undefined ? term : `${base}${rest}`);
  };
}

const linkForm = /^<([^>]+)>(?:;[^,]*)?rel="?http:\/\/www\.w3\.org\/ns\/json-ld#context"?/;

/** The context that a Link header names, if any. */
export function linkedContext(link: string | undefined): string | undefined {
  if (link === undefined) return undefined;
  const found = linkForm.exec(link.trim().replaceAll(/\s*;\s*/g, ';'))?.[1];
  if (found === undefined)
    throw errors.badRequestData({ why: 'Link 头应为 <地址>; rel="http://www.w3.org/ns/json-ld#context"' });
  return found;
}
