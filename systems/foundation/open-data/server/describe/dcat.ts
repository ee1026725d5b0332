/** The catalogue in the words of DCAT 3: who publishes, under which licence, how often renewed, of what time, in which files. */
import frequencies from '../../data/frequencies.json' with { type: 'json' };
import { agreement, licence } from '../../data/agreement.ts';
import type { Open } from '../find-open.ts';
import { home } from './base.ts';
import { filesOf } from './files-of.ts';
import { chinese, iri, type Node, type Term, text, typed } from './graph.ts';

const mediaTypes = 'https://www.iana.org/assignments/media-types/';
const sha256 = 'http://spdx.org/rdf/terms#checksumAlgorithm_sha256';

function absolute(url: string): string {
  return url.startsWith('/') ? home() + url : url;
}

export const licenceUrl = () => `${home()}/open/open-data/rules#${licence.id}`;

function agent(name: string, id: string): Term {
  return {
    node: {
      iri: `${home()}/open/open-data?provider=${encodeURIComponent(id)}`,
      type: 'foaf:Organization',
      says: [['foaf:name', chinese(name)]],
    },
  };
}

function distributions(open: Open): readonly (readonly [string, Term])[] {
  const address = `${home()}/open/open-data/${open.row.code}`;
  if (open.shown.conditional)
    return [
      [
        'dcat:distribution',
        {
          node: {
            iri: `${address}#api`,
            type: 'dcat:Distribution',
            says: [
              ['dct:title', chinese('按授权调用接口')],
              ['dcat:accessURL', iri(`${home()}/api/open-data/v1/datasets/${open.row.code}/rows`)],
              ['dct:license', iri(licenceUrl())],
            ],
          },
        },
      ],
    ];
  return filesOf(open.row).map((file) => {
    const says: (readonly [string, Term])[] = [
      ['dct:title', text(file.title)],
      ['dcat:accessURL', iri(address)],
      ['dcat:downloadURL', iri(absolute(file.url))],
      ['dcat:mediaType', iri(mediaTypes + file.mediaType)],
      ['dct:license', iri(licenceUrl())],
    ];
    if (file.size !== null) says.push(['dcat:byteSize', typed(String(file.size), 'xsd:nonNegativeInteger')]);
    if (file.sha256 !== null)
      says.push([
        'spdx:checksum',
        {
          node: {
            type: 'spdx:Checksum',
            says: [
              ['spdx:algorithm', iri(sha256)],
              ['spdx:checksumValue', typed(file.sha256, 'xsd:hexBinary')],
            ],
          },
        },
      ]);
    const node = { iri: `${address}#${file.format}`, type: 'dcat:Distribution', says };
    return ['dcat:distribution', { node }] as const;
  });
}

function datasetNode(open: Open): Node {
  const { row, shown, state } = open;
  const cycle = (frequencies.cycles as Readonly<Record<string, string>>)[row.cycle ?? ''];
  const says: (readonly [string, Term])[] = [
    ['dct:identifier', text(row.code)],
    ['dct:title', chinese(row.name)],
    ['dct:description', chinese(row.description)],
    ...shown.keywords.map((word) => ['dcat:keyword', chinese(word)] as const),
    ['dct:issued', typed(row.publishedOn, 'xsd:date')],
    ['dct:publisher', agent(shown.provider, row.provider)],
    ['dct:license', iri(licenceUrl())],
    ['dct:language', text('zh-CN')],
    ['dcat:landingPage', iri(`${home()}/open/open-data/${row.code}`)],
  ];
  if (cycle !== undefined) says.push(['dct:accrualPeriodicity', iri(frequencies.base + cycle)]);
  if (state.refreshedAt !== null) {
    const until = new Date(state.refreshedAt).toISOString();
    says.push(['dct:modified', typed(until, 'xsd:dateTime')]);
    // What is known of its time: that it held when it was last renewed.
    const period = {
      type: 'dct:PeriodOfTime',
      says: [['dcat:endDate', typed(until, 'xsd:dateTime')]],
    } as const;
    says.push(['dct:temporal', { node: period }]);
  }
  return {
    iri: `${home()}/open/open-data/${row.code}#dataset`,
    type: 'dcat:Dataset',
    says: [...says, ...distributions(open)],
  };
}

export function dcatOf(open: readonly Open[]): readonly Node[] {
  const sets = open.map(datasetNode);
  const catalogue: Node = {
    iri: `${home()}/api/open-data/dcat`,
    type: 'dcat:Catalog',
    says: [
      ['dct:title', chinese('数字阜阳开放数据')],
      ['dct:publisher', agent('阜阳市数据资源管理局', 'city-data-resources')],
      ['dct:license', iri(licenceUrl())],
      ['dct:language', text('zh-CN')],
      ...sets.map((node) => ['dcat:dataset', iri(node.iri ?? '')] as const),
    ],
  };
  const rights: Node = {
    iri: licenceUrl(),
    type: 'dct:LicenseDocument',
    says: [
      ['dct:title', chinese(agreement.title)],
      ['dct:identifier', text(licence.id)],
    ],
  };
  return [catalogue, rights, ...sets];
}
