/** Open datasets, departments and files in CKAN's words. */
import { createHash } from 'node:crypto';
import { licence } from '../../data/agreement.ts';
import type { OpenField } from '../../routes/public-routes.ts';
import { base } from '../describe/base.ts';
import { licenceUrl } from '../describe/dcat.ts';
import { filesOf, type OpenFile } from '../describe/files-of.ts';
import type { Open } from '../find-open.ts';

const columnTypes: Readonly<Record<string, string>> = {
  integer: 'int',
  decimal: 'numeric',
  date: 'date',
  moment: 'timestamp',
  boolean: 'bool',
};

/** CKAN's moments are UTC without a zone. */
export function ckanMoment(moment: string): string {
  return new Date(moment).toISOString().replace('Z', '000');
}

/** Ids that are the same at each asking, in the form that CKAN's are. */
export function idOf(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join('\n')).digest('hex');
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => digest.slice(from, to))
    .join('-');
}

/** A file's id is its dataset's with another last byte, so that the dataset is found by it; doing it twice gives the first back. */
export function resourceIdOf(id: string, place: number): string {
  const last = Number.parseInt(id.slice(-2), 16) ^ (place + 1);
  return id.slice(0, -2) + last.toString(16).padStart(2, '0');
}

export function columnsOf(fields: readonly OpenField[]) {
  return fields.map(({ name, title, type }) => ({
    id: name,
    type: columnTypes[type] ?? 'text',
    info: { label: title },
  }));
}

function modifiedOf({ row, state }: Open): string {
  return ckanMoment(state.refreshedAt ?? `${row.publishedOn}T00:00:00Z`);
}

function resourceOf(open: Open, file: OpenFile, position: number) {
  const { row, fields } = open;
  return {
    id: resourceIdOf(row.id, position),
    package_id: row.id,
    name: `${row.name}.${file.format}`,
    description: file.title,
    position,
    state: 'active',
    resource_type: 'file',
    url_type: null,
    format: file.title,
    mimetype: file.mediaType,
    url: file.url,
    size: file.size,
    hash: file.sha256 === null ? '' : `sha256:${file.sha256}`,
    created: ckanMoment(row.createdAt),
    last_modified: modifiedOf(open),
    metadata_modified: modifiedOf(open),
    datastore_active: true,
    schema: {
      fields: columnsOf(fields).map(({ id, type, info }) => ({ name: id, type, title: info.label })),
    },
  };
}

function interfaceOf(open: Open) {
  const { row } = open;
  const url = `${base()}/api/open-data/v1/datasets/${row.code}/rows`;
  const file = {
    format: 'json',
    title: 'API',
    mediaType: 'application/json',
    url,
    size: null,
    sha256: null,
  } as const;
  return {
    ...resourceOf(open, file, 0),
    name: `${row.name}（接口，需授权）`,
    resource_type: 'api',
  };
}

export function resourcesOf(open: Open) {
  if (open.shown.conditional) return [interfaceOf(open)];
  return filesOf(open.row).map((file, position) => resourceOf(open, file, position));
}

export function organizationOf({ row, shown }: Open) {
  return {
    id: row.provider,
    name: row.provider,
    title: shown.provider,
    type: 'organization',
    description: '',
    image_url: '',
    is_organization: true,
    approval_status: 'approved',
    state: 'active',
  };
}

export function tagOf(word: string) {
  return { id: idOf('tag', word), name: word, display_name: word, state: 'active', vocabulary_id: null };
}

export function packageOf(open: Open) {
  const { row, shown } = open;
  const resources = resourcesOf(open);
  return {
    id: row.id,
    name: row.code,
    title: row.name,
    notes: row.description,
    url: `${base()}/open/open-data/${row.code}`,
    version: null,
    author: shown.provider,
    author_email: null,
    maintainer: shown.provider,
    maintainer_email: null,
    state: 'active',
    type: 'dataset',
    private: false,
    isopen: !shown.conditional,
    license_id: licence.id,
    license_title: licence.title,
    license_url: licenceUrl(),
    creator_user_id: null,
    metadata_created: ckanMoment(row.createdAt),
    metadata_modified: modifiedOf(open),
    owner_org: row.provider,
    organization: organizationOf(open),
    tags: shown.keywords.map(tagOf),
    num_tags: shown.keywords.length,
    groups: [],
    extras: [
      { key: '更新周期', value: shown.cycle },
      { key: '开放属性', value: shown.conditional ? '有条件开放' : '无条件开放' },
    ],
    relationships_as_subject: [],
    relationships_as_object: [],
    num_resources: resources.length,
    resources,
  };
}
