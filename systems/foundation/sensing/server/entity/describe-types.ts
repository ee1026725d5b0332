/** Which types and attributes there are for the caller (ETSI GS CIM 009, clauses 5.7.5 to 5.7.10). */
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { device } from '../../../../../engines/telemetry/contract.ts';
import { errors } from '../../errors.ts';
import table from '../../ngsi-ld/entity-types.json' with { type: 'json' };
import { attributeName, typeOfModel } from '../../ngsi-ld/device-entity.ts';
import type { Attribute } from '../../ngsi-ld/entity.ts';
import { contextEntity } from '../../registers/context-entity.ts';
import type { routes } from '../../routes.ts';
import { answerJson } from './answer.ts';
import { refuseTenant } from './caller.ts';
import { type Model, readModels, seesDevices } from './find-devices.ts';
import { namesInQuery } from './read-request.ts';
import { attributesIn } from './stored-entity.ts';

type Own = Handlers<typeof routes>;
type Kind = Attribute['type'];

interface TypeFacts {
  readonly type: string;
  count: number;
  readonly attributes: Map<string, Set<Kind>>;
}

/** What every device's entity has besides what it measures. */
const ofDevices: Readonly<Record<string, Kind>> = {
  name: 'Property',
  category: 'Property',
  deviceState: 'Property',
  address: 'Property',
  location: 'GeoProperty',
  dateObserved: 'Property',
};
/** Entities looked at for their attributes, of each type that others write. */
const sample = 200;

function note(facts: TypeFacts, name: string, kind: Kind): void {
  const known = facts.attributes.get(name);
  if (known === undefined) facts.attributes.set(name, new Set([kind]));
  else known.add(kind);
}

/** Types of which the caller sees at least one entity. */
async function readTypes(context: Context): Promise<readonly TypeFacts[]> {
  const found = new Map<string, TypeFacts>();
  const of = (type: string): TypeFacts => {
    const facts = found.get(type) ?? { type, count: 0, attributes: new Map() };
    found.set(type, facts);
    return facts;
  };
  const { principal } = context;
  const rows = context.use(registers);
  const models = seesDevices(context, principal) ? await readModels(context) : new Map<string, Model>();
  for (const model of models.values()) {
    const { total } = await rows.of(device).list(principal, { where: { model: model.id }, size: 1 });
    if (total === 0) continue;
    const facts = of(typeOfModel(model.code));
    facts.count += total;
    for (const [name, kind] of Object.entries(ofDevices)) note(facts, name, kind);
    for (const { name } of model.definition.properties)
      note(facts, attributeName(model.code, name), 'Property');
  }
  const kept = { field: 'withdrawnAt', is: 'empty' } as const;
  for (const type of Object.keys(table.types)) {
    const own = { field: 'type', is: 'equal', value: type } as const;
    const page = await rows.of(contextEntity).list(principal, { filter: { all: [kept, own] }, size: sample });
    if (page.total === 0) continue;
    const facts = of(type);
    facts.count += page.total;
    for (const row of page.rows)
      for (const [name, attribute] of Object.entries(attributesIn(row))) note(facts, name, attribute.type);
  }
  return [...found.values()].toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

const idOf = (kind: string, name: string) => `urn:ngsi-ld:${kind}:${encodeURIComponent(name)}`;

function names(types: readonly TypeFacts[]): readonly string[] {
  return [...new Set(types.flatMap(({ attributes }) => [...attributes.keys()]))].toSorted();
}

export const listTypes: Own['types'] = async ({ query, headers }, context) => {
  refuseTenant(headers);
  const types = await readTypes(context);
  if (query.details === 'false') {
    const typeList = types.map(({ type }) => type);
    return answerJson({ id: idOf('EntityTypeList', 'city'), type: 'EntityTypeList', typeList }, headers);
  }
  const shown = types.map((facts) => ({
    id: idOf('EntityType', facts.type),
    type: 'EntityType',
    typeName: facts.type,
    attributeNames: [...facts.attributes.keys()],
  }));
  return answerJson(shown, headers);
};

export const readType: Own['type'] = async ({ type, headers }, context) => {
  refuseTenant(headers);
  const name = namesInQuery(headers)(type);
  const facts = (await readTypes(context)).find((each) => each.type === name);
  if (facts === undefined) throw errors.resourceNotFound();
  const attributeDetails = [...facts.attributes].map(([attribute, kinds]) => ({
    id: idOf('Attribute', attribute),
    type: 'Attribute',
    attributeName: attribute,
    attributeTypes: [...kinds],
  }));
  const head = { id: idOf('EntityTypeInformation', name), type: 'EntityTypeInformation', typeName: name };
  return answerJson({ ...head, entityCount: facts.count, attributeDetails }, headers);
};

function attributeShown(types: readonly TypeFacts[], attribute: string) {
  const having = types.filter(({ attributes }) => attributes.has(attribute));
  return {
    id: idOf('Attribute', attribute),
    type: 'Attribute',
    attributeName: attribute,
    attributeTypes: [...new Set(having.flatMap(({ attributes }) => [...(attributes.get(attribute) ?? [])]))],
    typeNames: having.map(({ type }) => type),
  };
}

export const listAttributes: Own['attributes'] = async ({ query, headers }, context) => {
  refuseTenant(headers);
  const types = await readTypes(context);
  const attributeList = names(types);
  if (query.details === 'true')
    return answerJson(
      attributeList.map((name) => attributeShown(types, name)),
      headers,
    );
  return answerJson({ id: idOf('AttributeList', 'city'), type: 'AttributeList', attributeList }, headers);
};

export const readAttribute: Own['attribute'] = async ({ attribute, headers }, context) => {
  refuseTenant(headers);
  const shown = attributeShown(await readTypes(context), namesInQuery(headers)(attribute));
  if (shown.typeNames.length === 0) throw errors.resourceNotFound();
  return answerJson(shown, headers);
};
