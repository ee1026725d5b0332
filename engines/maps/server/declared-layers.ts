/** Collects the layers that contracts declare, and describes each for its legend. */
import type { AnyContract, LayerSpec } from '../../../kernel/contract.ts';
import type { CaseType } from '../../../kernel/case.ts';
import type { PointReader, PointSource, RegisterService } from '../../registers/index.ts';
import type { LayerInfo } from '../service.ts';

export interface DeclaredLayer {
  readonly info: LayerInfo;
  /** '<contract id>:<permission>' */
  readonly permission: string;
  readonly source: PointSource;
  colourOf(values: Readonly<Record<string, unknown>>): string;
}

const plainColour = '#1677ff';

/** Throws RangeError for a layer that names no register, field or point: a mistake shows at start-up. */
export function declaredLayers(
  contracts: readonly AnyContract[],
  registers: RegisterService,
  reader: PointReader,
): ReadonlyMap<string, DeclaredLayer> {
  const layers = new Map<string, DeclaredLayer>();
  for (const contract of contracts) {
    const specs: Readonly<Record<string, LayerSpec>> = contract.layers ?? {};
    for (const [key, spec] of Object.entries(specs)) {
      const layer = declareLayer(contract, key, spec, registers, reader);
      layers.set(layer.info.id, layer);
    }
  }
  return layers;
}

function declareLayer(
  contract: AnyContract,
  key: string,
  spec: LayerSpec,
  registers: RegisterService,
  reader: PointReader,
): DeclaredLayer {
  const id = `${contract.id}.${key}`;
  const register = `${contract.id}.${spec.from}`;
  if (registers.find(register) === undefined) throw new RangeError(`layer ${id}: no register '${spec.from}'`);
  if (reader.fieldOf(register, spec.point)?.type !== 'point')
    throw new RangeError(`layer ${id}: no point field '${spec.point}'`);
  const by = spec.colours?.by;
  const properties = [...new Set([...spec.properties, ...(by === undefined ? [] : [by])])];
  const described = properties.map((name) => {
    const field = reader.fieldOf(register, name);
    if (field === undefined) throw new RangeError(`layer ${id}: no field '${name}'`);
    return { name, title: field.title };
  });
  const colours = spec.colours;
  const other = colours?.other ?? plainColour;
  return {
    permission: `${contract.id}:${spec.allow}`,
    source: {
      register,
      point: spec.point,
      properties,
      ...(spec.filter === undefined ? {} : { filter: spec.filter }),
    },
    info: {
      id,
      title: spec.title,
      system: contract.id,
      systemTitle: contract.title,
      register,
      properties: described,
      colourBy: by ?? null,
      // Names of codes may be edited while the city runs, so the legend reads them each time.
      get legend() {
        return Object.entries(colours?.values ?? {}).map(([value, colour]) => ({
          value,
          colour,
          title: by === undefined ? value : titleOfValue(registers, reader, register, by, value),
        }));
      },
      otherColour: other,
    },
    colourOf(values) {
      const value = by === undefined ? undefined : values[by];
      const wanted = colours?.values ?? {};
      const name = String(value ?? '');
      return Object.hasOwn(wanted, name) ? (wanted[name] ?? other) : other;
    },
  };
}

function titleOfValue(
  registers: RegisterService,
  reader: PointReader,
  register: string,
  by: string,
  value: string,
): string {
  const { declaration } = registers.get(register);
  if (declaration.kind === 'case') {
    const { process } = declaration as CaseType;
    if (by === 'stage') return process.stages[value]?.title ?? value;
    if (by === 'outcome') return process.outcomes[value]?.title ?? value;
  }
  const field = reader.fieldOf(register, by);
  if (field?.type === 'boolean') return value === 'true' ? '是' : '否';
  return reader.show(register, { [by]: value })[by] ?? value;
}
