/** Open datasets in the words of others: DCAT 3 as JSON-LD, and the packages of CKAN's action API. */
import { formats, licence } from '../data/formats.ts';
import type { Open } from './find-open.ts';

export function fileUrl(base: string, code: string, format: string): string {
  return `${base}/api/open-data/datasets/${code}/file/${format}`;
}

export function dcatOf(base: string, open: readonly Open[]): Record<string, unknown> {
  return {
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      foaf: 'http://xmlns.com/foaf/0.1/',
    },
    '@id': `${base}/api/open-data/dcat`,
    '@type': 'dcat:Catalog',
    'dct:title': '数字阜阳开放数据',
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': '阜阳市数据资源管理局' },
    'dct:language': 'zh-CN',
    'dcat:dataset': open.map(({ shown }) => ({
      '@id': `${base}/open/open-data/${shown.code}`,
      '@type': 'dcat:Dataset',
      'dct:identifier': shown.code,
      'dct:title': shown.name,
      'dct:description': shown.description,
      'dcat:keyword': shown.keywords,
      'dct:issued': shown.publishedOn,
      'dct:modified': shown.updatedAt,
      'dct:accrualPeriodicity': shown.cycle,
      'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': shown.provider },
      'dct:license': licence.title,
      'dcat:distribution': Object.entries(formats).map(([format, { title, mediaType }]) => ({
        '@type': 'dcat:Distribution',
        'dct:title': title,
        'dcat:downloadURL': fileUrl(base, shown.code, format),
        'dcat:mediaType': mediaType,
      })),
    })),
  };
}

/** A CKAN name of a department: what `organization_list` gives is what a package's `owner_org` says. */
export function organizationOf(open: Open): string {
  return open.row.provider;
}

export function packageOf(base: string, open: Open): Record<string, unknown> {
  const { shown, row } = open;
  return {
    id: row.id,
    name: shown.code,
    title: shown.name,
    notes: shown.description,
    state: 'active',
    type: 'dataset',
    private: false,
    license_id: licence.id,
    license_title: licence.title,
    metadata_created: `${shown.publishedOn}T00:00:00`,
    metadata_modified: shown.updatedAt ?? `${shown.publishedOn}T00:00:00`,
    owner_org: organizationOf(open),
    organization: { id: organizationOf(open), name: organizationOf(open), title: shown.provider },
    tags: shown.keywords.map((word) => ({ name: word, display_name: word })),
    num_tags: shown.keywords.length,
    groups: [],
    extras: [{ key: '更新周期', value: shown.cycle }],
    num_resources: Object.keys(formats).length,
    resources: Object.entries(formats).map(([format, { title, mediaType }]) => ({
      id: `${row.id}-${format}`,
      package_id: row.id,
      name: `${shown.name}.${format}`,
      format: title,
      mimetype: mediaType,
      url: fileUrl(base, shown.code, format),
    })),
  };
}
