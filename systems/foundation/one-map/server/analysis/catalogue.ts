/** Every layer of the city in one list: those that systems declare, and those that departments uploaded and share with the caller. */
import { maps } from '../../../../../engines/maps/index.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import type { analysisRoutes, CatalogueLayer } from '../../routes/analysis-routes.ts';
import { marksOf } from '../network/keep-networks.ts';
import { legendOf, styleOf } from '../layer/style-layer.ts';
import { type LayerRow, listLayers, uploadId } from '../layer/uploaded.ts';
import { departmentName, textsOf } from '../names.ts';

type Kind = CatalogueLayer['kind'];

function kindOf(kind: string | null): Kind {
  return kind === 'point' || kind === 'line' || kind === 'area' ? kind : 'mixed';
}

function legendIn(row: LayerRow): CatalogueLayer['legend'] {
  const style = styleOf(row);
  return style === undefined ? [] : [...legendOf(style)];
}

export const showCatalogue: Handler<typeof analysisRoutes.catalogue> = async (_, context) => {
  const { principal } = context;
  // Citizens have faces of their own; the catalogue is for those who work with it.
  if (principal.kind !== 'official') return { layers: [] };
  const [declared, uploaded] = await Promise.all([
    context.use(maps).survey(principal),
    listLayers(context, principal),
  ]);
  const fromSystems = declared.map(
    (layer): CatalogueLayer => ({
      id: layer.id,
      title: layer.title,
      source: 'system',
      origin: layer.systemTitle,
      department: layer.owner,
      departmentName: departmentName(layer.owner),
      kind: 'point',
      colour: null,
      legend: [],
      labelled: false,
      visible: layer.visible,
      count: layer.count,
      changedAt: layer.changedAt,
      times: [...layer.times],
      numbers: [...layer.numbers],
      box: null,
      height: false,
      network: false,
    }),
  );
  const fromFiles = uploaded.map(
    (row): CatalogueLayer => ({
      id: uploadId(row.id),
      title: row.title,
      source: 'upload',
      origin: row.fileName ?? '',
      department: row.department,
      departmentName: departmentName(row.department),
      kind: kindOf(row.kind),
      colour: row.colour,
      legend: legendIn(row),
      labelled: row.labelled ?? false,
      visible: true,
      count: row.features,
      changedAt: row.updatedAt,
      times: textsOf(row.timeColumns).map((name) => ({ name, title: name })),
      numbers: textsOf(row.numberColumns).map((name) => ({ name, title: name, unit: null })),
      box: [row.west ?? 0, row.south ?? 0, row.east ?? 0, row.north ?? 0],
      height: row.heightColumn !== null,
      network: marksOf(row) !== undefined,
    }),
  );
  return { layers: [...fromSystems, ...fromFiles] };
};
